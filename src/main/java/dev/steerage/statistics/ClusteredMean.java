package dev.steerage.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.TTest;
import org.jspecify.annotations.Nullable;

/**
 * A mean, or a ratio of sums, with the standard error that independent clusters of units allow.
 *
 * <p>With N units in G clusters and e the deviations from the mean, the standard error is √(G / (G
 * − 1) · Σ over clusters of (Σ e)²) / N, with G − 1 degrees of freedom. That is the clustered error
 * of Miller 2024 (arXiv 2411.00640, section 2.2) times √(G / (G − 1)), Liang and Zeger's (1986, doi
 * 10.1093/biomet/73.1.13) with the usual factor for few clusters, as statsmodels has it for a
 * regression on a constant. Where every cluster has one unit it is sd / √N, and interval and p are
 * those of Student's t.
 */
public final class ClusteredMean {
  private final double mean;
  private final double deviation;
  private final double divisor;
  private final int clusters;
  private final boolean allZero;

  /**
   * @param deviations e summed over each cluster, [cluster]
   * @param weight N, or the sum of the weights
   */
  private ClusteredMean(double mean, double[] deviations, double weight, boolean allZero) {
    this.mean = mean;
    this.clusters = deviations.length;
    this.allZero = allZero;
    double squares = 0;
    for (double sum : deviations) {
      squares += sum * sum;
    }
    this.deviation = clusters < 2 ? Double.NaN : Math.sqrt(squares / (clusters - 1));
    this.divisor = Math.sqrt(weight * weight / clusters);
  }

  /**
   * The mean of one number a unit.
   *
   * @throws IllegalArgumentException if the clusters are of another number of units
   */
  public static ClusteredMean of(Sample sample, Clusters clusters) {
    double[] values = sample.values();
    check(clusters, values.length);
    return of(values, sample.mean(), clusters);
  }

  private static ClusteredMean of(double[] values, double mean, Clusters clusters) {
    return new ClusteredMean(
        mean,
        clusters.sums(i -> values[i] - mean),
        values.length,
        Arrays.stream(values).allMatch(x -> x == 0));
  }

  /**
   * The mean of one number a unit, without a copy of the numbers.
   *
   * @throws IllegalArgumentException if there are none, or the clusters are of another number of
   *     units
   */
  public static ClusteredMean of(double[] values, Clusters clusters) {
    check(clusters, values.length);
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    return of(values, Arrays.stream(values).sum() / values.length, clusters);
  }

  /**
   * Σ x / Σ w over all units, such as logprobs over tokens: the weighted mean of x / w. The error
   * is that of the linearised ratio, with e = x − mean · w and the sum of the weights in place of N
   * (Cochran 1977, Sampling Techniques, section 6.5).
   *
   * @param sums x, [unit]
   * @param weights w, [unit], at least 0 and not all 0
   * @throws IllegalArgumentException if the lengths differ or the weights sum to 0
   */
  public static ClusteredMean ofRatio(double[] sums, double[] weights, Clusters clusters) {
    check(clusters, sums.length);
    check(clusters, weights.length);
    double weight = Arrays.stream(weights).sum();
    if (!(weight > 0)) {
      throw new IllegalArgumentException("the weights sum to " + weight + ", not above 0");
    }
    double mean = Arrays.stream(sums).sum() / weight;
    boolean allZero = Arrays.stream(sums).allMatch(x -> x == 0);
    return new ClusteredMean(
        mean, clusters.sums(i -> sums[i] - mean * weights[i]), weight, allZero);
  }

  private static void check(Clusters clusters, int units) {
    if (clusters.size() != units) {
      throw new IllegalArgumentException(
          "%d units, but clusters of %d".formatted(units, clusters.size()));
    }
  }

  /** The mean, in the unit of the values. */
  public double mean() {
    return mean;
  }

  /** Its standard error, in the same unit; NaN for fewer than two clusters. */
  public double standardError() {
    return deviation / divisor;
  }

  /** How many independent clusters; the degrees of freedom are one fewer. */
  public int clusters() {
    return clusters;
  }

  /** mean ± t(0.975, G − 1) · standard error; null for fewer than two clusters. */
  public @Nullable Interval interval() {
    if (clusters < 2) {
      return null;
    }
    double t = TDistribution.of(clusters - 1).inverseCumulativeProbability(Interval.UPPER);
    double half = t * deviation / divisor;
    return new Interval(mean - half, mean + half);
  }

  /**
   * Two-sided p of the t test that the mean is 0, on differences the paired test. Without spread it
   * is 1 for a mean of 0, else 0; NaN for fewer than two clusters.
   */
  public double pValue() {
    if (deviation == 0) {
      return mean == 0 ? 1 : 0;
    }
    return pValue(0, AlternativeHypothesis.TWO_SIDED);
  }

  /** p against a mean of {@code expected}; NaN for fewer than two clusters. */
  double pValue(double expected, AlternativeHypothesis alternative) {
    if (clusters < 2) {
      return Double.NaN;
    }
    double t = (mean - expected) / standardError();
    // of a sample of G values with mean t and variance G, t is the test's statistic
    return TTest.withDefaults().with(alternative).test(t, clusters, clusters).getPValue();
  }

  /** Whether clusters do not differ at all. */
  boolean isWithoutSpread() {
    return deviation == 0;
  }

  /** Whether every value is exactly 0. */
  boolean isOfZeros() {
    return allZero;
  }
}
