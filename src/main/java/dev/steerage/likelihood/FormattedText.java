package dev.steerage.likelihood;

import java.nio.charset.StandardCharsets;

/** A prompt and a continuation as the one text that a model reads, in UTF-8. */
public final class FormattedText {
  private final byte[] utf8;
  private final int continuationOffset;

  private FormattedText(byte[] utf8, int continuationOffset) {
    this.utf8 = utf8;
    this.continuationOffset = continuationOffset;
  }

  /**
   * A text whose continuation is {@code tail}, blanks before it included.
   *
   * @throws IllegalArgumentException if the tail is empty
   */
  public static FormattedText of(String head, String tail) {
    if (tail.isEmpty()) {
      throw new IllegalArgumentException("a continuation is never empty");
    }
    int offset = head.getBytes(StandardCharsets.UTF_8).length;
    return new FormattedText((head + tail).getBytes(StandardCharsets.UTF_8), offset);
  }

  /** A copy of the bytes. */
  public byte[] utf8() {
    return utf8.clone();
  }

  /** Index of the continuation's first byte. */
  public int continuationOffset() {
    return continuationOffset;
  }

  /** The text itself. */
  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
