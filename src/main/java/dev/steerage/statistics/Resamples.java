package dev.steerage.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a statistic on bootstrap samples, and the intervals that they give. */
public final class Resamples {
  private final Clusters clusters;
  private final Function<int[], double[]> statistic;
  private final double[] estimate;
  private final List<double[]> samples;
  private @Nullable List<double[]> jackknife;

  /**
   * @param samples values of the statistic, [sample][value]
   */
  Resamples(Clusters clusters, Function<int[], double[]> statistic, List<double[]> samples) {
    this.clusters = clusters;
    this.statistic = statistic;
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
   */
  public @Nullable Interval bca(int value) {
    if (clusters.count() < 2) {
      return null;
    }
    return BcaInterval.of(estimate[value], column(samples, value), column(leftOut(), value));
  }

  /** The statistic without each cluster, [cluster][value]. */
  private List<double[]> leftOut() {
    List<double[]> values = jackknife;
    if (values == null) {
      values = new ArrayList<>(clusters.count());
      for (int cluster = 0; cluster < clusters.count(); cluster++) {
        int[] times = new int[clusters.count()];
        Arrays.fill(times, 1);
        times[cluster] = 0;
        values.add(statistic.apply(clusters.spread(times)));
      }
      jackknife = values;
    }
    return values;
  }

  private static double[] column(List<double[]> rows, int value) {
    return rows.stream().mapToDouble(row -> row[value]).toArray();
  }
}
