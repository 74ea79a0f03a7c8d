package dev.steerage.metric;

import dev.steerage.statistics.ExactTests;

/**
 * Pairs whose choice differs between two conditions (Dutta et al. 2024, arXiv 2407.09141). A pair
 * is chosen if its propensity is above 0; a tie is not.
 *
 * @param toPositive pairs chosen after and not before
 * @param toNegative pairs chosen before and not after
 */
record Flips(int toPositive, int toNegative) {
  /** Counts them; both are over the same pairs. */
  static Flips of(PairScores before, PairScores after) {
    double[] from = before.propensities();
    double[] to = after.propensities();
    int toPositive = 0;
    int toNegative = 0;
    for (int i = 0; i < from.length; i++) {
      toPositive += from[i] <= 0 && to[i] > 0 ? 1 : 0;
      toNegative += from[i] > 0 && to[i] <= 0 ? 1 : 0;
    }
    return new Flips(toPositive, toNegative);
  }

  /** p of McNemar's exact test that they go either way equally often; 1 without flips. */
  double pValue() {
    return ExactTests.mcNemar(toPositive, toNegative);
  }
}
