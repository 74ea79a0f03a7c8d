package dev.steerage.metric;

import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Percentile bootstrap over pairs: {@value #RESAMPLES} samples of N pairs with replacement, both
 * continuations and both conditions of a pair together, drawn by a {@link SplittableRandom} seeded
 * with {@value #SEED}. Every condition with N pairs sees the same samples, so intervals depend
 * neither on the order of conditions nor on which others are there.
 */
final class PairBootstrap {
  static final int RESAMPLES = 1000;
  static final long SEED = 20241017;

  private PairBootstrap() {}

  /**
   * Intervals of each value of a statistic.
   *
   * @param pairs N
   * @param statistic from how often each pair is in the sample to values, always as many
   * @return [value]; null where there are fewer than two pairs or an end is not finite
   */
  static @Nullable Interval[] intervals(int pairs, Function<int[], double[]> statistic) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] samples = new double[RESAMPLES][];
    for (int sample = 0; sample < RESAMPLES; sample++) {
      int[] times = new int[pairs];
      for (int draw = 0; draw < pairs; draw++) {
        times[random.nextInt(pairs)]++;
      }
      samples[sample] = statistic.apply(times);
    }
    @Nullable Interval[] intervals = new @Nullable Interval[samples[0].length];
    for (int value = 0; value < intervals.length; value++) {
      intervals[value] = pairs < 2 ? null : Interval.ofPercentiles(column(samples, value));
    }
    return intervals;
  }

  private static double[] column(double[][] samples, int value) {
    double[] column = new double[samples.length];
    for (int sample = 0; sample < column.length; sample++) {
      column[sample] = samples[sample][value];
    }
    return column;
  }
}
