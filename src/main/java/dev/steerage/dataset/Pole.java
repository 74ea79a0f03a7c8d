package dev.steerage.dataset;

import java.util.Locale;

/** The two continuations of a contrast pair (the paper's words). */
public enum Pole {
  /** Shows the behavior. */
  POSITIVE,
  /** Does not show it. */
  NEGATIVE;

  /** The word used in files: {@code positive} or {@code negative}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The inverse of {@link #word()}.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static Pole ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
