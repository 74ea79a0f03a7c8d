package dev.steerage.statistics;

import org.apache.commons.statistics.inference.BinomialTest;

/** Exact tests of counts, two-sided. */
public final class ExactTests {
  private ExactTests() {}

  /**
   * p of the binomial test that each of n trials succeeds with a probability: the probability of
   * all outcomes that are at most as likely as this one. 1 without trials.
   */
  public static double binomial(int successes, int n, double probability) {
    return n == 0 ? 1 : BinomialTest.withDefaults().test(n, successes, probability).getPValue();
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
