package dev.steerage.llama;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a model goes on with when each token is the most likely one.
 *
 * @param text all tokens but BOS, control tokens as their markers; bytes that are no UTF-8 are
 *     U+FFFD
 * @param steps one a token
 */
public record GreedyText(String text, List<Step> steps) {
  /**
   * One token.
   *
   * @param token its id
   * @param end where its bytes end in the text's bytes, exclusive
   * @param gap its logit minus the second greatest: near 0, another build may choose the other
   */
  public record Step(int token, int end, double gap) {}

  public GreedyText {
    steps = List.copyOf(steps);
  }

  /**
   * The step that wrote the character at an index of the text; the last step for an index past its
   * end.
   *
   * @throws IllegalStateException if there is no step
   */
  public Step stepAt(int index) {
    int start = Math.min(index, text.length());
    int offset = text.substring(0, start).getBytes(StandardCharsets.UTF_8).length;
    return steps.stream()
        .filter(step -> step.end() > offset)
        .findFirst()
        .or(() -> steps.stream().reduce((first, second) -> second))
        .orElseThrow(() -> new IllegalStateException("a text without tokens"));
  }
}
