package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The batches of a pass, to be decoded again without anything else: same tokens, positions,
 * sequences and outputs.
 */
final class Replay {
  private static final double NANOS = 1e-9;

  /**
   * Batches that follow each other in the cache.
   *
   * @param branches number of sequences, from 0 on, that first branch off the kept prefix; 0 where
   *     the cache is cleared instead
   */
  private record Step(int branches, List<Batch> batches) {}

  private final List<Step> steps = new ArrayList<>();

  /**
   * Takes the batches of a whole pass.
   *
   * @param plan that it followed
   * @param batches all, in its order
   * @param batchTokens most tokens in one of them
   */
  void add(DecodePlan plan, List<Batch> batches, int batchTokens) {
    int next = count(plan.prefix(), batchTokens);
    if (next > 0) {
      steps.add(new Step(0, List.copyOf(batches.subList(0, next))));
    }
    for (DecodePlan.Group group : plan.groups()) {
      int count = count(group.tokens(), batchTokens);
      int branches = plan.prefix() == 0 ? 0 : 2 * group.pairs().size();
      steps.add(new Step(branches, List.copyOf(batches.subList(next, next + count))));
      next += count;
    }
    if (next != batches.size()) {
      throw new IllegalArgumentException(batches.size() + " batches for a plan of " + next);
    }
  }

  private static int count(int tokens, int batchTokens) {
    return (tokens + batchTokens - 1) / batchTokens;
  }

  /**
   * Decodes them all, group after group.
   *
   * @return seconds of each batch, what comes before it in the cache among them
   */
  List<Double> decode(LlamaContext context) {
    List<Double> seconds = new ArrayList<>();
    for (Step step : steps) {
      long begin = System.nanoTime();
      if (step.branches() == 0) {
        context.clear();
      } else {
        context.keep(DecodePlan.PREFIX_SEQUENCE);
        context.branch(DecodePlan.PREFIX_SEQUENCE, IntStream.range(0, step.branches()).toArray());
      }
      for (Batch batch : step.batches()) {
        context.decode(batch);
        long end = System.nanoTime();
        seconds.add((end - begin) * NANOS);
        begin = end;
      }
    }
    return seconds;
  }

  private Stream<Batch> all() {
    return steps.stream().flatMap(step -> step.batches().stream());
  }

  /** Number of batches. */
  int batches() {
    return (int) all().count();
  }

  /** Tokens in all batches. */
  long tokens() {
    return all().mapToLong(Batch::size).sum();
  }

  /** Tokens whose logits are computed. */
  long outputs() {
    return all().mapToLong(Batch::outputCount).sum();
  }
}
