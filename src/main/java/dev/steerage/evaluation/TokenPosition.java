package dev.steerage.evaluation;

import java.util.Locale;

/** Which tokens of a text an extraction looks at. */
public enum TokenPosition {
  /** All of the continuation: the mean of their residuals. */
  CONTINUATION,
  /** The text's last one. */
  LAST,
  /**
   * The one with the letter of a multiple-choice answer such as {@code (A)}, which is the last but
   * one in Llama 2's tokens (CAA, arXiv 2312.06681).
   */
  ANSWER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
