package dev.steerage.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a statistic on bootstrap samples, and the intervals that they give. */
public final class Resamples {
  private final Clusters clusters;
  private final double[] estimate;
  private final List<double[]> samples;

  /**
   * @param samples values of the statistic, [sample][value]
   */
  Resamples(Clusters clusters, Function<int[], double[]> statistic, List<double[]> samples) {
    this.clusters = clusters;
    this.samples = samples;
    int[] once = new int[clusters.size()];
    Arrays.fill(once, 1);
    this.estimate = statistic.apply(once);
  }

  /** How many values the statistic has. */
  public int size() {
    return estimate.length;
  }

  /** A value on the pairs themselves, from 0. */
  public double estimate(int value) {
    return estimate[value];
  }

  /**
   * Percentile interval of a value (Efron 1979); null where there are fewer than two clusters or an
   * end is not finite.
   */
  public @Nullable Interval percentile(int value) {
    return clusters.count() < 2 ? null : Interval.ofPercentiles(column(samples, value));
  }

  /**
   * Bias-corrected and accelerated interval of a value (Efron 1987, doi
   * 10.1080/01621459.1987.10478410), the acceleration from the jackknife over clusters; null where
   * there are fewer than two clusters, a value is not finite, or all resampled values lie on one
   * side of the estimate.
   *
   * @param leftOut the value without each cluster, [cluster]: of most statistics it is known
   *     without going through all others
   */
  public @Nullable Interval bca(int value, double[] leftOut) {
    return clusters.count() < 2
        ? null
        : BcaInterval.of(estimate[value], column(samples, value), leftOut);
  }

  private static double[] column(List<double[]> rows, int value) {
    return rows.stream().mapToDouble(row -> row[value]).toArray();
  }
}
