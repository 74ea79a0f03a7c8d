package dev.steerage.metric;

import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Sample;

/**
 * Log-likelihoods, propensity (LL(positive) − LL(negative); Tan et al. 2024, arXiv 2407.12404) and
 * their change against the baseline. The pair is the unit: means are over one number a pair, and
 * t-intervals are clustered where pairs share a prompt (Miller 2024, arXiv 2411.00640).
 */
final class LikelihoodMetrics {
  /** A spread below this share of the propensities themselves is rounding, not spread. */
  private static final double ROUNDING = 1e-12;

  private LikelihoodMetrics() {}

  /** What one condition says by itself. */
  static void addLevels(PairScores scores, ResultRows rows) {
    Clusters clusters = scores.clusters();
    rows.addMean(MetricName.LOG_LIKELIHOOD_POSITIVE, Sample.of(scores.positive()), clusters);
    rows.addMean(MetricName.LOG_LIKELIHOOD_NEGATIVE, Sample.of(scores.negative()), clusters);
    rows.addMean(MetricName.PROPENSITY, Sample.of(scores.propensities()), clusters);
  }

  /** What it says against the baseline. */
  static void addChanges(PairScores baseline, PairScores steered, ResultRows rows) {
    Clusters clusters = baseline.clusters();
    rows.addMean(
        MetricName.DELTA_POSITIVE,
        Sample.ofDifferences(steered.positive(), baseline.positive()),
        clusters);
    rows.addMean(
        MetricName.DELTA_NEGATIVE,
        Sample.ofDifferences(steered.negative(), baseline.negative()),
        clusters);
    Sample change = Sample.ofDifferences(steered.propensities(), baseline.propensities());
    rows.addMean(MetricName.DELTA_PROPENSITY, change, clusters);
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
