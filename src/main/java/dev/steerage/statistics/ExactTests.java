package dev.steerage.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Exact tests of counts, two-sided. */
public final class ExactTests {
  private ExactTests() {}

  /** Outcomes whose probabilities differ by less are as likely: rounding, SciPy's and R's bound. */
  private static final double ROUNDING = 1e-7;

  /**
   * p of the binomial test that each of n trials succeeds with a probability: the probability of
   * all outcomes that are at most as likely as this one. 1 without trials. (Commons' BinomialTest
   * loses an outcome that is as likely where rounding makes it seem less so, such as 1 of 3 beside
   * 2 of 3.)
   */
  public static double binomial(int successes, int n, double probability) {
    BinomialDistribution outcomes = BinomialDistribution.of(n, probability);
    double most = outcomes.probability(successes) * (1 + ROUNDING);
    double p = 0;
    for (int k = 0; k <= n; k++) {
      double one = outcomes.probability(k);
      p += one <= most ? one : 0;
    }
    return Math.min(1, p);
  }

  /**
   * p of McNemar's exact test (McNemar 1947) that changes go either way equally often; 1 without
   * changes.
   *
   * @param there units that changed one way
   * @param back units that changed the other way
   */
  public static double mcNemar(int there, int back) {
    return binomial(there, there + back, 0.5);
  }
}
