package dev.steerage.evaluation;

import dev.steerage.likelihood.TokenizedPair;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A part's texts, and how they are decoded.
 *
 * @param pairs as tokens
 * @param plan of these pairs
 * @param hasOwnPrompts whether the continuations are the same tokens as under the pairs' own
 *     prompts
 */
record Texts(List<TokenizedPair> pairs, DecodePlan plan, boolean hasOwnPrompts) {

  /** Those of the plan's first group alone, decoded as there. */
  Texts firstGroup() {
    DecodePlan.Group first = plan.groups().get(0);
    List<Integer> renumbered = IntStream.range(0, first.pairs().size()).boxed().toList();
    DecodePlan.Group alone = new DecodePlan.Group(renumbered, first.tokens());
    return new Texts(
        first.pairs().stream().map(pairs::get).toList(),
        new DecodePlan(List.of(alone), plan.sharing(), plan.prefix()),
        hasOwnPrompts);
  }
}
