package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The text of a data file: one of the user's, or a shipped one.
 *
 * @param path as the user wrote it
 * @param name its file name without the ending
 * @param sha256 of its bytes, lower-case hex
 * @param text its bytes as UTF-8
 */
record DataFile(Path path, String name, String sha256, String text) {
  private static final int MOST_BYTES = 32 << 20;

  /**
   * Reads a whole file.
   *
   * @throws InputException if it cannot be read, is no UTF-8 or has more than 32 MiB
   */
  static DataFile read(Path path) {
    if (ShippedBehaviors.isShipped(path)) {
      byte[] bytes = ShippedBehaviors.bytes(path);
      return of(path, bytes, new String(bytes, StandardCharsets.UTF_8));
    }
    String fileName = String.valueOf(path.getFileName());
    if (!fileName.contains(".") && !Files.exists(path)) {
      throw ShippedBehaviors.missing(path);
    }
    InputFile file = new InputFile(path);
    byte[] bytes = file.bytes(MOST_BYTES);
    return of(path, bytes, file.utf8(bytes));
  }

  private static DataFile of(Path path, byte[] bytes, String text) {
    return new DataFile(path, InputFile.name(path), InputFile.sha256(bytes), text);
  }

  /**
   * Its entries, at least one.
   *
   * @throws InputException naming the line of what is no such file
   */
  List<JsonEntry> entries() {
    return JsonEntries.read(path, text);
  }
}
