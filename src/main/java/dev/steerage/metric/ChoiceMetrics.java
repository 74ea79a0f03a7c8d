package dev.steerage.metric;

import dev.steerage.statistics.Interval;

/**
 * Choices: a pair's positive continuation is chosen if its propensity is above 0; a tie counts as
 * not chosen. Flips are pairs whose choice differs from the baseline's, each direction apart (Dutta
 * et al. 2024, arXiv 2407.09141): an accuracy that stays can hide many of them.
 */
final class ChoiceMetrics {
  private ChoiceMetrics() {}

  /** The share of pairs chosen, with Wilson's interval. */
  static void addAccuracy(PairScores scores, ResultRows rows) {
    int chosen = 0;
    for (double propensity : scores.propensities()) {
      chosen += propensity > 0 ? 1 : 0;
    }
    int n = scores.size();
    rows.add(
        MetricName.CHOICE_ACCURACY,
        (double) chosen / n,
        Interval.ofShare(chosen, n),
        n,
        ResultRows.SHARE);
  }

  /** Flips against the baseline, and McNemar's exact test of their symmetry. */
  static void addFlips(PairScores baseline, PairScores steered, ResultRows rows) {
    Flips flips = Flips.of(baseline, steered);
    int n = baseline.size();
    rows.add(MetricName.FLIPS_TO_POSITIVE, flips.toPositive(), null, n, ResultRows.PAIRS);
    rows.add(MetricName.FLIPS_TO_NEGATIVE, flips.toNegative(), null, n, ResultRows.PAIRS);
    rows.add(MetricName.FLIPS_MCNEMAR_P, flips.pValue(), null, n, ResultRows.ONE);
  }
}
