package dev.steerage.likelihood;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt and a continuation as the one text that a model reads, in UTF-8, with the places that
 * the chat format wrote.
 */
public final class FormattedText {
  private final byte[] utf8;
  private final int continuationOffset;
  private final int[] markup;

  private FormattedText(byte[] utf8, int continuationOffset, int[] markup) {
    this.utf8 = utf8;
    this.continuationOffset = continuationOffset;
    this.markup = markup;
  }

  /**
   * A text without markup whose continuation is {@code tail}, blanks before it included.
   *
   * @throws IllegalArgumentException if the tail is empty
   */
  public static FormattedText of(String head, String tail) {
    if (tail.isEmpty()) {
      throw new IllegalArgumentException("a continuation is never empty");
    }
    return new Builder().plain(head).continuation().plain(tail).build();
  }

  /** A copy of the bytes. */
  public byte[] utf8() {
    return utf8.clone();
  }

  /** Index of the continuation's first byte; the number of bytes where it is empty. */
  public int continuationOffset() {
    return continuationOffset;
  }

  /**
   * Where the chat format wrote, so that markers are control tokens there: two indices of bytes a
   * range, begin (inclusive) and end (exclusive), ascending.
   */
  public int[] markup() {
    return markup.clone();
  }

  /** The text itself. */
  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Puts a text together from its start to its end. */
  public static final class Builder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> markup = new ArrayList<>();
    private int continuationOffset = -1;

    /** Adds what the chat format writes. */
    public Builder markup(String text) {
      markup.add(bytes.size());
      plain(text);
      markup.add(bytes.size());
      return this;
    }

    /** Adds text whose markers are text. */
    public Builder plain(String text) {
      bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    /** Everything after this is the continuation. */
    public Builder continuation() {
      continuationOffset = bytes.size();
      return this;
    }

    /**
     * The text.
     *
     * @throws IllegalStateException if nothing says where its continuation begins
     */
    public FormattedText build() {
      if (continuationOffset < 0) {
        throw new IllegalStateException("a text without continuation()");
      }
      int[] ranges = markup.stream().mapToInt(Integer::intValue).toArray();
      return new FormattedText(bytes.toByteArray(), continuationOffset, ranges);
    }
  }
}
