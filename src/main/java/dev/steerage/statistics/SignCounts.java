package dev.steerage.statistics;

/**
 * How many values are below, at and above 0.
 *
 * @param negative below 0
 * @param zero exactly 0
 * @param positive above 0
 */
public record SignCounts(int negative, int zero, int positive) {

  /** Counts values, none of them NaN. */
  public static SignCounts of(double[] values) {
    int negative = 0;
    int positive = 0;
    for (double value : values) {
      negative += value < 0 ? 1 : 0;
      positive += value > 0 ? 1 : 0;
    }
    return new SignCounts(negative, values.length - negative - positive, positive);
  }

  /** How many values in all. */
  public int size() {
    return negative + zero + positive;
  }

  /** Two-sided p of the sign test, which leaves zeros out; 1 where there are only zeros. */
  public double pValue() {
    return ExactTests.binomial(positive, positive + negative, 0.5);
  }
}
