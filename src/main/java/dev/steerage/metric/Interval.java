package dev.steerage.metric;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/** A 95 % interval, both ends in the unit of its value. */
public record Interval(double low, double high) {
  private static final double LOWER = 0.025;
  private static final double UPPER = 0.975;
  private static final double NORMAL_QUANTILE =
      NormalDistribution.of(0, 1).inverseCumulativeProbability(UPPER);

  /**
   * Student's interval of a mean, mean ± t(0.975, n − 1) · sd / √n; null for fewer than two values.
   * On differences within pairs it is the paired interval (Miller 2024, arXiv 2411.00640).
   */
  static @Nullable Interval ofMean(Sample sample) {
    int n = sample.size();
    if (n < 2) {
      return null;
    }
    double t = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER);
    double half = t * sample.standardDeviation() / Math.sqrt(n);
    return new Interval(sample.mean() - half, sample.mean() + half);
  }

  /** Wilson's score interval of a share (Wilson 1927), without continuity correction. */
  public static Interval ofShare(int successes, int n) {
    double share = (double) successes / n;
    double square = NORMAL_QUANTILE * NORMAL_QUANTILE;
    double centre = share + square / (2 * n);
    double half = NORMAL_QUANTILE * Math.sqrt(share * (1 - share) / n + square / (4.0 * n * n));
    double scale = 1 + square / n;
    // the formula's ends are 0 and 1 here; rounding would leave 1e-17 of them
    double low = successes == 0 ? 0 : (centre - half) / scale;
    double high = successes == n ? 1 : (centre + half) / scale;
    return new Interval(low, high);
  }

  /**
   * Percentile interval of resampled values: their 2.5 and 97.5 % quantiles, linear between order
   * statistics (Hyndman and Fan's type 7). Null where an end is not finite.
   */
  static @Nullable Interval ofPercentiles(double[] resampled) {
    double[] sorted = resampled.clone();
    Arrays.sort(sorted);
    double low = quantile(sorted, LOWER);
    double high = quantile(sorted, UPPER);
    return Double.isFinite(low) && Double.isFinite(high) ? new Interval(low, high) : null;
  }

  private static double quantile(double[] sorted, double probability) {
    double place = probability * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
