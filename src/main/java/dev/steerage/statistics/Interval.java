package dev.steerage.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/** A 95 % interval, both ends in the unit of its value. */
public record Interval(double low, double high) {
  /** Probability below the lower end. */
  static final double LOWER = 0.025;

  /** Probability below the upper end. */
  static final double UPPER = 0.975;

  /** The standard normal distribution's quantile at the upper end, 1.96. */
  static final double NORMAL_QUANTILE =
      NormalDistribution.of(0, 1).inverseCumulativeProbability(UPPER);

  /**
   * Student's interval of a mean, mean ± t(0.975, n − 1) · sd / √n; null for fewer than two values.
   * On differences within pairs it is the paired interval (Miller 2024, arXiv 2411.00640).
   */
  public static @Nullable Interval ofMean(Sample sample) {
    return ClusteredMean.of(sample, Clusters.single(sample.size())).interval();
  }

  /**
   * Wilson's score interval of a share (Wilson 1927), without continuity correction.
   *
   * <p>Commons Math's {@code WilsonScoreInterval} has the same formula, and leaves 1e-17 where an
   * end is 0 or 1.
   *
   * @param n at least 1
   */
  public static Interval ofShare(int successes, int n) {
    double share = (double) successes / n;
    double square = NORMAL_QUANTILE * NORMAL_QUANTILE;
    double centre = share + square / (2 * n);
    double half = NORMAL_QUANTILE * Math.sqrt(share * (1 - share) / n + square / (4.0 * n * n));
    double scale = 1 + square / n;
    double low = successes == 0 ? 0 : (centre - half) / scale;
    double high = successes == n ? 1 : (centre + half) / scale;
    return new Interval(low, high);
  }

  /**
   * Percentile interval of resampled values: their 2.5 and 97.5 % quantiles ({@link Quantiles}).
   * Null where an end is not finite.
   */
  public static @Nullable Interval ofPercentiles(double[] resampled) {
    double[] sorted = resampled.clone();
    Arrays.sort(sorted);
    return ofQuantiles(sorted, LOWER, UPPER);
  }

  /** Between two quantiles of ascending values; null where an end is not finite. */
  static @Nullable Interval ofQuantiles(double[] sorted, double lower, double upper) {
    double low = Quantiles.of(sorted, lower);
    double high = Quantiles.of(sorted, upper);
    return Double.isFinite(low) && Double.isFinite(high) ? new Interval(low, high) : null;
  }
}
