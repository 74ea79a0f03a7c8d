package dev.steerage.runlog;

import dev.steerage.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that the user wants written, with {@code --output}.
 *
 * @param path as the user wrote it
 * @param existing what happens to a file that is there already
 */
public record OutputFile(Path path, Existing existing) {
  /** What happens to a file that is there already. */
  public enum Existing {
    REFUSE,
    REPLACE
  }

  /**
   * Refuses what cannot be written, before anything is computed; the folders above it are made.
   *
   * @throws InputException if the file is there already and must not be replaced, or cannot be made
   *     there
   */
  public void check() {
    if (Files.isDirectory(path)) {
      throw InputException.in(path, "is a folder; name a file with --output");
    }
    if (Files.exists(path) && existing == Existing.REFUSE) {
      throw InputException.in(
          path, "is there already; name another with --output, or add --force to replace it");
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      OutputFolder.make(folder);
      if (!Files.isWritable(folder)) {
        throw InputException.in(path, "cannot be written there; name another with --output");
      }
    }
  }
}
