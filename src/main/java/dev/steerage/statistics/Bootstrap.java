package dev.steerage.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Bootstrap over clusters of pairs: samples of G clusters with replacement, everything of a pair
 * together, drawn by a {@link SplittableRandom}. Every statistic over the same clusters sees the
 * same samples, so intervals depend neither on the order of conditions nor on which others are
 * there.
 *
 * @param clusters G clusters of N pairs
 * @param resamples how many samples, at least 1
 * @param seed of the random numbers
 */
public record Bootstrap(Clusters clusters, int resamples, long seed) {
  /** How many samples are drawn unless said otherwise. */
  public static final int RESAMPLES = 1000;

  /** The seed unless said otherwise. */
  public static final long SEED = 20241017;

  /** {@value #RESAMPLES} samples with seed {@value #SEED}. */
  public static Bootstrap of(Clusters clusters) {
    return new Bootstrap(clusters, RESAMPLES, SEED);
  }

  /**
   * Draws the samples and computes a statistic of several values on each.
   *
   * @param statistic from how often each pair is in a sample, [pair], to values, always as many.
   *     The counts sum to N where every cluster has one pair
   */
  public Resamples resample(Function<int[], double[]> statistic) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = clusters.count();
    List<double[]> values = new ArrayList<>(resamples);
    for (int sample = 0; sample < resamples; sample++) {
      int[] times = new int[count];
      for (int draw = 0; draw < count; draw++) {
        times[random.nextInt(count)]++;
      }
      values.add(statistic.apply(clusters.spread(times)));
    }
    return new Resamples(clusters, statistic, values);
  }

  /** Draws the samples and computes a statistic of one value, number 0, on each. */
  public Resamples resampleOne(ToDoubleFunction<int[]> statistic) {
    return resample(times -> new double[] {statistic.applyAsDouble(times)});
  }
}
