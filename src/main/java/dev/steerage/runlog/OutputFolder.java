package dev.steerage.runlog;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that the user names for results. */
public final class OutputFolder {
  private static final String CANNOT = "cannot be made as a folder; name another with --output";

  private OutputFolder() {}

  /**
   * Makes a folder and those above it where they are missing.
   *
   * @throws InputException if that cannot be
   */
  public static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw InputException.in(folder, CANNOT, e);
    }
  }

  /**
   * Looks whether a folder can be made or written into, and makes nothing.
   *
   * @throws InputException if it cannot
   */
  static void check(Path folder) {
    Path above = folder.toAbsolutePath().normalize();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null || !Files.isDirectory(above) || !Files.isWritable(above)) {
      throw InputException.in(folder, CANNOT);
    }
  }
}
