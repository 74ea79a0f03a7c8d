package dev.steerage.evaluation;

import dev.steerage.llama.Batch.Injection;

/** The tokens of a text at which a vector is added. */
public enum Positions {
  ALL,
  /** All before the first token of the continuation, BOS included; the last of them predicts it. */
  PROMPT,
  /**
   * Those of the continuation. Its first token is predicted by the prompt's last, so its own
   * likelihood is as without the vector.
   */
  CONTINUATION;

  /**
   * Whether the vector is added at a token.
   *
   * @param position of the token in its text, 0-based, BOS = 0
   * @param start position of the continuation's first token
   */
  Injection at(int position, int start) {
    boolean isIn =
        switch (this) {
          case ALL -> true;
          case PROMPT -> position < start;
          case CONTINUATION -> position >= start;
        };
    return isIn ? Injection.DIRECTION : Injection.NONE;
  }

  /** The word that users write. */
  @Override
  public String toString() {
    return SpecFile.word(this);
  }
}
