package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of a pass, to be decoded again without anything else: same tokens, positions,
 * sequences and outputs.
 */
final class Replay {
  /** The batches of a group that is in the cache together. */
  private final List<List<Batch>> groups = new ArrayList<>();

  /**
   * Takes the batches of a whole pass.
   *
   * @param plan that it followed
   * @param batches all, in its order
   * @param batchTokens most tokens in one of them
   */
  void add(DecodePlan plan, List<Batch> batches, int batchTokens) {
    int next = 0;
    for (DecodePlan.Group group : plan.groups()) {
      int count = (group.tokens() + batchTokens - 1) / batchTokens;
      groups.add(List.copyOf(batches.subList(next, next + count)));
      next += count;
    }
    if (next != batches.size()) {
      throw new IllegalArgumentException(batches.size() + " batches for a plan of " + next);
    }
  }

  /** Decodes them all, group after group. */
  void decode(LlamaContext context) {
    for (List<Batch> group : groups) {
      context.clear();
      group.forEach(context::decode);
    }
  }

  /** Number of batches. */
  int batches() {
    return groups.stream().mapToInt(List::size).sum();
  }

  /** Tokens in all batches. */
  long tokens() {
    return groups.stream().flatMap(List::stream).mapToLong(Batch::size).sum();
  }

  /** Tokens whose logits are computed. */
  long outputs() {
    return groups.stream().flatMap(List::stream).mapToLong(Batch::outputCount).sum();
  }
}
