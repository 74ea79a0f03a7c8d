package dev.steerage.runlog;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that the user names for results. */
public final class OutputFolder {
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
      throw InputException.in(folder, "cannot be made as a folder; name another with --output", e);
    }
  }
}
