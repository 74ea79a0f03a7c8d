package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data file: one of the user's, or a shipped one. It is read as often as it is gone through, so
 * that its text is never in memory as a whole.
 *
 * @param path as the user wrote it
 * @param name its file name without the ending
 * @param sha256 of its bytes, lower-case hex
 */
record DataFile(Path path, String name, String sha256) {
  private static final int MOST_BYTES = 32 << 20;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * Looks through a file once.
   *
   * @throws InputException if it cannot be read, is no UTF-8 or has more than 32 MiB
   */
  static DataFile read(Path path) {
    if (ShippedBehaviors.isShipped(path)) {
      return new DataFile(
          path, InputFile.name(path), InputFile.sha256(ShippedBehaviors.bytes(path)));
    }
    String fileName = String.valueOf(path.getFileName());
    if (!fileName.contains(".") && !Files.exists(path)) {
      throw ShippedBehaviors.missing(path);
    }
    InputFile file = new InputFile(path);
    file.checkSize(MOST_BYTES);
    return new DataFile(path, file.name(), file.sha256OfUtf8());
  }

  /**
   * Its entries, one after the other.
   *
   * @throws InputException if it cannot be read
   */
  JsonEntries open() {
    try {
      InputStream bytes =
          ShippedBehaviors.isShipped(path)
              ? new ByteArrayInputStream(ShippedBehaviors.bytes(path))
              : Files.newInputStream(path);
      DigestInputStream read = new DigestInputStream(bytes, InputFile.newDigest());
      BufferedReader text = new BufferedReader(new InputStreamReader(read, StandardCharsets.UTF_8));
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      return JsonEntries.of(path, text, () -> checkSame(read));
    } catch (IOException e) {
      throw InputFile.unreadable(path, e);
    }
  }

  private void checkSame(DigestInputStream read) {
    String now = HexFormat.of().formatHex(read.getMessageDigest().digest());
    if (!now.equals(sha256)) {
      throw InputException.in(path, "has changed while it was read; run the command again");
    }
  }

  /** What a first look at all entries shows. */
  record Extent(JsonEntry first, int count) {}

  /**
   * Goes through all entries once.
   *
   * @throws InputException naming the line of what is no such file
   */
  Extent extent() {
    try (JsonEntries entries = open()) {
      JsonEntry first = entries.next();
      JsonEntry last = first;
      for (JsonEntry entry = first; entry != null; entry = entries.next()) {
        last = entry;
      }
      if (first == null || last == null) {
        throw InputException.in(path, "is empty; it needs at least one entry");
      }
      return new Extent(first, last.index() + 1);
    }
  }

  /**
   * All of its entries, at least one.
   *
   * @throws InputException naming the line of what is no such file
   */
  List<JsonEntry> entries() {
    extent();
    List<JsonEntry> all = new ArrayList<>();
    try (JsonEntries entries = open()) {
      for (@Nullable JsonEntry entry = entries.next(); entry != null; entry = entries.next()) {
        all.add(entry);
      }
    }
    return all;
  }
}
