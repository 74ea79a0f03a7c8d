package dev.steerage.statistics;

import org.apache.commons.statistics.inference.AlternativeHypothesis;

/**
 * Two one-sided t tests (TOST; Schuirmann 1987, doi 10.1007/BF01068419) that a mean lies strictly
 * between −margin and margin.
 *
 * <p>Without spread p is 0 for a mean within the margin, else 1. Values that are all exactly 0 are
 * within any margin, 0 as well. For fewer than two clusters p is NaN.
 *
 * @param margin in the unit of the values, at least 0
 * @param lowerP p of the test that the mean is not above −margin
 * @param upperP p of the test that the mean is not below margin
 */
public record Equivalence(double margin, double lowerP, double upperP) {

  /**
   * Tests a mean, of differences for two conditions, with its clustered standard error.
   *
   * @throws IllegalArgumentException if the margin is below 0 or NaN
   */
  public static Equivalence of(ClusteredMean mean, double margin) {
    if (!(margin >= 0)) {
      throw new IllegalArgumentException("the margin is " + margin + ", not at least 0");
    }
    if (mean.isWithoutSpread()) {
      boolean zeros = mean.isOfZeros();
      return new Equivalence(
          margin, zeros || mean.mean() > -margin ? 0 : 1, zeros || mean.mean() < margin ? 0 : 1);
    }
    return new Equivalence(
        margin,
        mean.pValue(-margin, AlternativeHypothesis.GREATER_THAN),
        mean.pValue(margin, AlternativeHypothesis.LESS_THAN));
  }

  /** The larger of both: small where the mean is shown to be within the margin. */
  public double pValue() {
    return Math.max(lowerP, upperP);
  }
}
