package dev.steerage.llama;

/**
 * A text's tokens and where they stand in it.
 *
 * <p>Token i covers the UTF-8 bytes {@code start(i)} (inclusive) to {@code start(i + 1)}
 * (exclusive), the last one to the text's end. BOS covers none. A blank that the tokenizer puts
 * before the text has no byte of its own.
 */
public final class Tokens {
  private final int[] tokens;
  private final int[] starts;

  Tokens(int[] tokens, int[] starts) {
    this.tokens = tokens;
    this.starts = starts;
  }

  /** Token ids, BOS included where the model asks for one; a copy. */
  public int[] tokens() {
    return tokens.clone();
  }

  /** Byte offset in the text at which each token begins; a copy. */
  public int[] starts() {
    return starts.clone();
  }

  /** Number of tokens. */
  public int size() {
    return tokens.length;
  }
}
