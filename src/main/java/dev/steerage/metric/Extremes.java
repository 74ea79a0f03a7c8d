package dev.steerage.metric;

/**
 * The log-likelihoods that a {@link Normalization} looks at.
 *
 * @param minPositive least likely positive continuation
 * @param maxPositive most likely positive continuation
 * @param maxNegative most likely negative continuation
 */
record Extremes(double minPositive, double maxPositive, double maxNegative) {

  /** Extremes over those pairs that are in a sample; {@code times[i]} says how often pair i is. */
  static Extremes of(double[] positive, double[] negative, int[] times) {
    double minPositive = Double.POSITIVE_INFINITY;
    double maxPositive = Double.NEGATIVE_INFINITY;
    double maxNegative = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        minPositive = Math.min(minPositive, positive[i]);
        maxPositive = Math.max(maxPositive, positive[i]);
        maxNegative = Math.max(maxNegative, negative[i]);
      }
    }
    return new Extremes(minPositive, maxPositive, maxNegative);
  }
}
