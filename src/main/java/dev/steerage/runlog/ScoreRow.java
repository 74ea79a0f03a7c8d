package dev.steerage.runlog;

import dev.steerage.dataset.Pole;
import org.jspecify.annotations.Nullable;

/**
 * One continuation's log-likelihood under one condition: a row of {@code scores.csv}.
 *
 * @param condition model, behavior and condition
 * @param pair id of the contrast pair
 * @param pole which continuation
 * @param tokens tokens of the continuation
 * @param sum log-likelihood, nats
 * @param mean sum / tokens, nats per token
 * @param paddedMean the paper's code: sum / (T − 1), T = most tokens (BOS included) of a text in
 *     this pole of the behavior
 * @param strength of what is added to the residual stream; null where nothing is, or where the file
 *     does not say
 * @param cluster id of the first pair of the behavior with the same prompt; the pair's own where it
 *     shares none
 */
public record ScoreRow(
    Condition condition,
    String pair,
    Pole pole,
    int tokens,
    double sum,
    double mean,
    double paddedMean,
    @Nullable Strength strength,
    String cluster) {
  /** A row of a pair that shares its prompt with no other. */
  public ScoreRow(
      Condition condition,
      String pair,
      Pole pole,
      int tokens,
      double sum,
      double mean,
      double paddedMean,
      @Nullable Strength strength) {
    this(condition, pair, pole, tokens, sum, mean, paddedMean, strength, pair);
  }

  /** The same without a strength. */
  public ScoreRow(
      Condition condition,
      String pair,
      Pole pole,
      int tokens,
      double sum,
      double mean,
      double paddedMean) {
    this(condition, pair, pole, tokens, sum, mean, paddedMean, null, pair);
  }

  /** The same row of a condition that has another name. */
  public ScoreRow under(Condition other) {
    return new ScoreRow(other, pair, pole, tokens, sum, mean, paddedMean, strength, cluster);
  }
}
