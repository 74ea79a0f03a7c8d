package dev.steerage.likelihood;

import dev.steerage.InputException;
import java.util.Arrays;

/**
 * The two texts of a contrast pair as tokens.
 *
 * @param id the pair's id
 * @param positive the prompt with the positive continuation
 * @param negative the prompt with the negative continuation
 */
public record TokenizedPair(String id, TokenizedText positive, TokenizedText negative) {
  /**
   * @throws InputException if a continuation begins with the text's first token, which no token
   *     before it predicts
   */
  public TokenizedPair {
    if (positive.mask().start() == 0 || negative.mask().start() == 0) {
      throw new InputException(
          "pair '"
              + id
              + "': the first token holds bytes of the continuation, so that nothing predicts it;"
              + " write a longer prompt");
    }
  }

  /**
   * How many tokens both texts begin with, so that they are decoded once for both: the longest
   * common prefix, but none of either continuation's own tokens.
   *
   * <p>A continuation's first token, at {@code start}, is predicted by the logits after token
   * {@code start − 1}. That token is shared where {@code start ≤ sharedTokens()}, and then its
   * logits serve both poles.
   */
  public int sharedTokens() {
    int most = Math.min(positive.mask().start(), negative.mask().start());
    int shared = 0;
    while (shared < most && positive.token(shared) == negative.token(shared)) {
      shared++;
    }
    return shared;
  }

  /** Whether another pair has the same tokens with the same continuations. */
  public boolean sameTokens(TokenizedPair other) {
    return Arrays.equals(positive.tokens(), other.positive.tokens())
        && Arrays.equals(negative.tokens(), other.negative.tokens())
        && positive.mask().start() == other.positive.mask().start()
        && negative.mask().start() == other.negative.mask().start();
  }

  /** In how many of the two texts, 0 to 2, a token straddles prompt and continuation. */
  public int straddles() {
    return (positive.mask().straddles() ? 1 : 0) + (negative.mask().straddles() ? 1 : 0);
  }
}
