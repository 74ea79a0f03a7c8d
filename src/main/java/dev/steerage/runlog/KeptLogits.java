package dev.steerage.runlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Files of logits that are kept in a run folder while other passes are compared with them.
 *
 * @param folder which need not be there
 */
public record KeptLogits(Path folder) {
  /** The file of part {@code part} (0-based) of a cell. */
  public Path file(Condition condition, int part) {
    return RunFolder.partFile(folder, condition, part, ".f32");
  }

  /** The file of a model's baseline on the neutral text. */
  public Path neutralFile(String model) {
    // no model's folder begins with a dot
    return folder.resolve(".neutral").resolve(FileNames.safe(model) + ".f32");
  }

  /**
   * The file of the residual stream after a layer (0-based) on the texts of a part (0-based), which
   * cells go on from.
   *
   * @param condition any that has these texts
   */
  public Path residualFile(Condition condition, int part, int layer) {
    return RunFolder.partFile(
        folder.resolve(".residual"), condition, part, ".layer-" + layer + ".f32");
  }

  /** Whether a cell's file is there. */
  public boolean hold(Condition condition, int part) {
    return Files.isRegularFile(file(condition, part));
  }

  /** Bytes of a cell's file. */
  public long bytes(Condition condition, int part) {
    Path file = file(condition, part);
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /** Takes it away, where it is there. */
  public void delete(Condition condition, int part) {
    delete(file(condition, part));
  }

  /** Takes all away. */
  public void deleteAll() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(this::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be deleted", e);
    }
  }

  /** Takes one of these files away, where it is there. */
  public void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted", e);
    }
  }
}
