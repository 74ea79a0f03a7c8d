package dev.steerage.metric;

import dev.steerage.statistics.Sample;

/**
 * Log-likelihoods, propensity (LL(positive) − LL(negative); Tan et al. 2024, arXiv 2407.12404) and
 * their change against the baseline. The pair is the unit: means and t-intervals are over one
 * number a pair (Miller 2024, arXiv 2411.00640).
 */
final class LikelihoodMetrics {
  /** A spread below this share of the propensities themselves is rounding, not spread. */
  private static final double ROUNDING = 1e-12;

  private LikelihoodMetrics() {}

  /** What one condition says by itself. */
  static void addLevels(PairScores scores, ResultRows rows) {
    rows.addMean(MetricName.LOG_LIKELIHOOD_POSITIVE, Sample.of(scores.positive()));
    rows.addMean(MetricName.LOG_LIKELIHOOD_NEGATIVE, Sample.of(scores.negative()));
    rows.addMean(MetricName.PROPENSITY, Sample.of(scores.propensities()));
  }

  /** What it says against the baseline. */
  static void addChanges(PairScores baseline, PairScores steered, ResultRows rows) {
    rows.addMean(
        MetricName.DELTA_POSITIVE, Sample.ofDifferences(steered.positive(), baseline.positive()));
    rows.addMean(
        MetricName.DELTA_NEGATIVE, Sample.ofDifferences(steered.negative(), baseline.negative()));
    Sample change = Sample.ofDifferences(steered.propensities(), baseline.propensities());
    rows.addMean(MetricName.DELTA_PROPENSITY, change);
    double deviation = change.standardDeviation();
    double scale = ROUNDING * Sample.of(baseline.propensities()).largest();
    if (deviation > Math.max(scale, ROUNDING * change.largest())) {
      rows.add(
          MetricName.EFFECT_SIZE_DZ,
          change.mean() / deviation,
          null,
          change.size(),
          ResultRows.ONE);
    }
  }
}
