package dev.steerage.metric;

import dev.steerage.runlog.Strength;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Sample;

/**
 * How much is added to the residual stream, and whether any direction of that norm would do the
 * same.
 */
final class StrengthMetrics {
  private StrengthMetrics() {}

  /** Norm of what is added against the residual stream's; no row where that is not known. */
  static void addShare(PairScores steered, ResultRows rows) {
    Strength strength = steered.strength();
    if (strength == null) {
      return;
    }
    Double residual = strength.residualNorm();
    Integer tokens = strength.residualTokens();
    if (residual != null && residual > 0 && tokens != null) {
      rows.add(
          MetricName.INJECTED_NORM_SHARE,
          strength.injectedNorm() / residual,
          null,
          tokens,
          ResultRows.ONE);
    }
  }

  /**
   * Where a vector's change of the propensity lies among those of random directions; no row where
   * there are none. Two-sided by the absolute change. The vector counts as one of the directions,
   * so that p is never 0 (Phipson and Smyth 2010, doi 10.2202/1544-6115.1585).
   */
  static void addRank(ScoreGroup group, PairScores steered, ResultRows rows) {
    double[] random =
        group.steered().stream()
            .filter(other -> other.condition().isRandomDirectionOf(steered.condition()))
            .mapToDouble(other -> change(group.baseline(), other))
            .toArray();
    if (random.length == 0) {
      return;
    }
    double own = Math.abs(change(group.baseline(), steered));
    int atLeast = 0;
    for (double change : random) {
      atLeast += Math.abs(change) >= own ? 1 : 0;
    }
    rows.add(
        MetricName.NULL_DELTA_PROPENSITY,
        Sample.of(random).mean(),
        Interval.ofPercentiles(random),
        random.length,
        rows.likelihoodUnit());
    rows.add(
        MetricName.NULL_RANK_P,
        (1.0 + atLeast) / (1 + random.length),
        null,
        random.length,
        ResultRows.ONE);
  }

  private static double change(PairScores baseline, PairScores steered) {
    return Sample.ofDifferences(steered.propensities(), baseline.propensities()).mean();
  }
}
