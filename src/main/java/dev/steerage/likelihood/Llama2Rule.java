package dev.steerage.likelihood;

import java.util.Arrays;
import java.util.Optional;

/**
 * The paper's rule, for Llama 2's tokens: the continuation is what follows the tokens {@code /}
 * {@code INST} {@code ]} of {@code [/INST]}. Other {@code /} tokens do not matter, unlike in the
 * paper's code.
 *
 * <p>Where the tokenizer has merged the {@code ]} with the continuation's first character, as in
 * {@code ];}, that token is counted as the continuation's first, which the paper's code would skip.
 */
public final class Llama2Rule {
  private static final int SLASH = 29914;
  private static final int INST = 25580;
  private static final int BRACKET = 29962;

  /**
   * The tokens of Llama 2's vocabulary that begin with {@code ]} and go on: {@code ](}, {@code ];},
   * … (tokenizer.ggml.tokens of llama.cpp's ggml-vocab-llama-spm.gguf), ascending.
   */
  private static final int[] LONGER_BRACKETS = {
    850, 1385, 1402, 1822, 2314, 3199, 3816, 5262, 5387, 5691, 7961, 9341, 10062, 10514, 10725,
    11724, 12258, 12622, 13192, 14178, 14664, 15555, 16261, 16272, 16733, 18017, 19942, 20526,
    21540, 21545, 22322, 22689, 24927, 24960, 25473, 26909, 27706, 27865, 28895
  };

  private Llama2Rule() {}

  /** The mask after the last marker in all tokens; empty where there is none. */
  public static Optional<ContinuationMask> mask(int[] tokens) {
    return mask(tokens, tokens.length);
  }

  /**
   * The mask after the last marker that begins before a token, for continuations that hold the
   * marker's text themselves; empty where there is none, or nothing follows it.
   *
   * @param tokens of the whole text
   * @param limit index of a token, exclusive: no marker's {@code /} is looked for from there on
   */
  public static Optional<ContinuationMask> mask(int[] tokens, int limit) {
    for (int i = Math.min(limit, tokens.length - 2) - 1; i >= 0; i--) {
      if (tokens[i] == SLASH && tokens[i + 1] == INST) {
        if (tokens[i + 2] == BRACKET) {
          return afterBracket(tokens, i + 2);
        }
        if (Arrays.binarySearch(LONGER_BRACKETS, tokens[i + 2]) >= 0) {
          return Optional.of(withBracket(tokens, i + 2));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<ContinuationMask> afterBracket(int[] tokens, int bracket) {
    if (bracket + 1 == tokens.length) {
      return Optional.empty();
    }
    String reason = "tokens %d to %d are '/INST]'".formatted(bracket - 2, bracket);
    return Optional.of(new ContinuationMask(bracket + 1, tokens.length, 0, reason));
  }

  private static ContinuationMask withBracket(int[] tokens, int bracket) {
    String reason = "token %d holds the ']' of '/INST]' and what follows it".formatted(bracket);
    return new ContinuationMask(bracket, tokens.length, 1, reason);
  }
}
