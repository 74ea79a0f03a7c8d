package dev.steerage.evaluation;

import java.nio.charset.StandardCharsets;

/** UTF-8 that may break off within a character, because tokens do. */
final class PartialUtf8 {
  private static final int MOST_BYTES = 4;

  private PartialUtf8() {}

  /** The text without an incomplete last character; other bytes that are no UTF-8 are U+FFFD. */
  static String text(byte[] bytes) {
    return new String(bytes, 0, wholeLength(bytes), StandardCharsets.UTF_8);
  }

  /** Number of bytes before a last character that lacks some of its own. */
  private static int wholeLength(byte[] bytes) {
    int last = bytes.length - 1;
    for (int i = last; i >= 0 && i > last - MOST_BYTES; i--) {
      int b = bytes[i] & 0xff;
      boolean goesOn = b >= 0x80 && b < 0xc0;
      if (!goesOn) {
        return i + length(b) > bytes.length ? i : bytes.length;
      }
    }
    return bytes.length;
  }

  /** Bytes of the character that begins with this one (RFC 3629, section 3). */
  private static int length(int first) {
    if (first >= 0xf0) {
      return 4;
    }
    return first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  }
}
