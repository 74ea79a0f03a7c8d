package dev.steerage.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of the BCa interval (Efron 1987, doi 10.1080/01621459.1987.10478410), as {@code
 * scipy.stats.bootstrap} has it; only that values which differ from the estimate by rounding are
 * ties.
 *
 * <p>With Φ the normal distribution function, z0 = Φ⁻¹(share of resampled values below the
 * estimate, ties half) and the acceleration a = Σ d³ / (6 (Σ d²)^1.5), d = mean − value over the
 * jackknife's values, the ends are the quantiles at Φ(z0 + (z0 ± 1.96) / (1 − a (z0 ± 1.96))).
 */
final class BcaInterval {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Values that differ by less than this share of the largest are equal but for rounding. */
  private static final double ROUNDING = 1e-13;

  private BcaInterval() {}

  /**
   * Null where it is not defined; the value itself, twice, where all resampled values are equal.
   */
  static @Nullable Interval of(double estimate, double[] resampled, double[] jackknife) {
    double[] sorted = resampled.clone();
    Arrays.sort(sorted);
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    if (!Double.isFinite(estimate) || !Double.isFinite(least) || !Double.isFinite(most)) {
      return null;
    }
    double rounding = ROUNDING * Math.max(Math.abs(least), Math.abs(most));
    if (most - least <= rounding) {
      return new Interval(least, most);
    }
    double bias = NORMAL.inverseCumulativeProbability(shareBelow(estimate, sorted, rounding));
    double acceleration = acceleration(jackknife);
    double lower = probability(bias, acceleration, -Interval.NORMAL_QUANTILE);
    double upper = probability(bias, acceleration, Interval.NORMAL_QUANTILE);
    return Double.isNaN(lower) || Double.isNaN(upper)
        ? null
        : Interval.ofQuantiles(sorted, lower, upper);
  }

  private static double shareBelow(double estimate, double[] values, double rounding) {
    double below = 0;
    for (double value : values) {
      below += Math.abs(value - estimate) <= rounding ? 0.5 : value < estimate ? 1 : 0;
    }
    return below / values.length;
  }

  private static double acceleration(double[] jackknife) {
    double mean = Arrays.stream(jackknife).average().orElse(Double.NaN);
    double squares = 0;
    double cubes = 0;
    for (double value : jackknife) {
      double difference = mean - value;
      squares += difference * difference;
      cubes += difference * difference * difference;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  /** NaN where the bias is infinite or the acceleration too large for the transformation. */
  private static double probability(double bias, double acceleration, double normal) {
    double z = bias + normal;
    double scale = 1 - acceleration * z;
    return scale > 0 ? NORMAL.cumulativeProbability(bias + z / scale) : Double.NaN;
  }
}
