package dev.steerage.likelihood;

/** The tokens of one prompt with one continuation. */
public final class TokenizedText {
  private final int[] tokens;
  private final ContinuationMask mask;

  /**
   * The array is kept, not copied.
   *
   * @throws IllegalArgumentException if the mask does not end with the tokens
   */
  public TokenizedText(int[] tokens, ContinuationMask mask) {
    if (mask.end() != tokens.length) {
      throw new IllegalArgumentException("a mask to " + mask.end() + " of " + tokens.length);
    }
    this.tokens = tokens;
    this.mask = mask;
  }

  /** Number of tokens, BOS included. */
  public int length() {
    return tokens.length;
  }

  /** A token's id; index 0 is BOS where the model has one. */
  public int token(int index) {
    return tokens[index];
  }

  /** A copy of all ids. */
  public int[] tokens() {
    return tokens.clone();
  }

  /** Which of them are the continuation. */
  public ContinuationMask mask() {
    return mask;
  }
}
