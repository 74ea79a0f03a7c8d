package dev.steerage.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run has to do, before it begins.
 *
 * @param models number of models
 * @param behaviors number of behaviors
 * @param fewestConditions conditions, the baseline among them, of the model and behavior that has
 *     the fewest
 * @param mostConditions and the most
 * @param works each model, and each pair of a model and fine-tuned weights in its place
 * @param logitBytes most bytes of logits and residual streams that are kept in the run folder at a
 *     time
 */
public record EvaluationPlan(
    int models,
    int behaviors,
    int fewestConditions,
    int mostConditions,
    List<Work> works,
    long logitBytes) {

  /** How much longer the work takes than decoding alone, at the most. */
  private static final double RESERVE = 1.25;

  public EvaluationPlan {
    works = List.copyOf(works);
  }

  /**
   * How fast weights are.
   *
   * @param loadSeconds from the file to the first decoded batch
   * @param slowest tokens a second of the slowest batch that was measured
   * @param fastest and of the fastest
   */
  public record Speed(double loadSeconds, double slowest, double fastest) {}

  /**
   * What is done with one set of weights, which is loaded once.
   *
   * @param model name of the model whose cells these are
   * @param weights name of the weights: the model's own, or fine-tuned ones
   * @param cells number of cells
   * @param complete how many of them are there
   * @param tokens still to be decoded
   * @param leastTokens those of the whole model that take as long, where every layer that is worth
   *     it is split
   * @param bytes that the missing token files will have, about
   * @param speed null where it was not measured: too little is left to do
   */
  public record Work(
      String model,
      String weights,
      int cells,
      int complete,
      long tokens,
      long leastTokens,
      long bytes,
      @Nullable Speed speed) {

    /** The same with a speed that is known otherwise. */
    Work with(@Nullable Speed other) {
      return new Work(model, weights, cells, complete, tokens, leastTokens, bytes, other);
    }

    /**
     * Seconds that loading and decoding take at the fastest batch's speed and with the layer split
     * where it is worth it; 0 if not measured.
     */
    public double leastSeconds() {
      return speed == null ? 0 : speed.loadSeconds() + leastTokens / speed.fastest();
    }

    /** At the slowest batch's speed, without the split, and with a quarter more. */
    public double mostSeconds() {
      return speed == null ? 0 : speed.loadSeconds() + RESERVE * tokens / speed.slowest();
    }
  }

  /** Cells of the whole run. */
  public int cells() {
    return (int) sum(Work::cells);
  }

  /** Cells that are there. */
  public int complete() {
    return (int) sum(Work::complete);
  }

  /** Tokens still to be decoded. */
  public long tokens() {
    return sum(Work::tokens);
  }

  /** Tokens of the works whose speed was not measured. */
  public long tokensWithoutSpeed() {
    return sum(work -> work.speed() == null ? work.tokens() : 0);
  }

  /** Bytes of the missing token files, about. */
  public long bytes() {
    return sum(Work::bytes);
  }

  /** {@link Work#leastSeconds()} of all works. */
  public double leastSeconds() {
    return seconds(Work::leastSeconds);
  }

  /** {@link Work#mostSeconds()} of all works. */
  public double mostSeconds() {
    return seconds(Work::mostSeconds);
  }

  private long sum(ToLongFunction<Work> what) {
    return works.stream().mapToLong(what).sum();
  }

  private double seconds(ToDoubleFunction<Work> what) {
    return works.stream().mapToDouble(what).sum();
  }
}
