package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often 95 % intervals contain the truth over {@value #TRIALS} data sets. That share has a
 * standard error of 0.005. Of the mean of 50 normal values the percentile interval covers 94.2 % in
 * theory, P(|t(49)| ≤ 1.96 · √(49 / 50)).
 */
class CoverageTest {
  private static final int TRIALS = 2000;
  private static final int UNITS = 50;
  private static final int PROMPTS = 100;

  private static boolean holds(Interval interval, double truth) {
    return interval.low() <= truth && truth <= interval.high();
  }

  /** Of 0: normal values, or the sums of four exponential ones less 4, whose skewness is 1. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bootstrapIntervalsOfAMeanCover(boolean skewed) {
    RandomGenerator random = new SplittableRandom(11);
    int percentile = 0;
    int bca = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] values = new double[UNITS];
      Arrays.setAll(values, i -> skewed ? gamma(random) - 4 : random.nextGaussian());
      Clusters single = Clusters.single(UNITS);
      ToDoubleFunction<int[]> mean = times -> BootstrapTest.mean(values, times);
      Resamples resamples = new Bootstrap(single, 1000, trial).resampleOne(mean);
      percentile += holds(Objects.requireNonNull(resamples.percentile(0)), 0) ? 1 : 0;
      bca +=
          holds(Objects.requireNonNull(resamples.bca(0, BootstrapTest.leftOut(single, mean))), 0)
              ? 1
              : 0;
    }
    assertThat((double) percentile / TRIALS).as("percentile").isCloseTo(0.95, within(0.02));
    assertThat((double) bca / TRIALS).as("BCa").isCloseTo(0.95, within(0.02));
  }

  private static double gamma(RandomGenerator random) {
    return IntStream.range(0, 4).mapToDouble(i -> -Math.log1p(-random.nextDouble())).sum();
  }

  private static double share(Function<Sample, Interval> method, List<Integer> clusters) {
    RandomGenerator random = new SplittableRandom(12);
    int covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] ofCluster = random.doubles(PROMPTS, -1, 1).toArray();
      double[] values = new double[clusters.size()];
      Arrays.setAll(values, i -> ofCluster[clusters.get(i)] + 0.3 * random.nextGaussian());
      covered += holds(method.apply(Sample.of(values)), 0) ? 1 : 0;
    }
    return (double) covered / TRIALS;
  }

  /** Prompts with two or three pairs each, whose values share most of their variance. */
  @Test
  void intervalsOverClustersCoverWhereThoseOverPairsDoNot() {
    List<Integer> keys =
        IntStream.range(0, PROMPTS)
            .boxed()
            .flatMap(c -> IntStream.rangeClosed(1, 2 + c % 2).mapToObj(i -> c))
            .toList();
    Clusters clusters = Clusters.of(keys);
    assertThat(share(s -> Objects.requireNonNull(ClusteredMean.of(s, clusters).interval()), keys))
        .isCloseTo(0.95, within(0.02));
    assertThat(share(s -> Objects.requireNonNull(bootstrapped(s, clusters)), keys))
        .isCloseTo(0.95, within(0.02));
    assertThat(share(s -> Objects.requireNonNull(Interval.ofMean(s)), keys)).isLessThan(0.9);
  }

  private static Interval bootstrapped(Sample sample, Clusters clusters) {
    return new Bootstrap(clusters, 400, 5)
        .resampleOne(times -> BootstrapTest.mean(sample.values(), times))
        .percentile(0);
  }

  @Test
  void studentsIntervalCoversTheTruthInNineteenOfTwenty() {
    RandomGenerator random = new SplittableRandom(7);
    int covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Sample sample = Sample.of(random.doubles(12, -1, 1).toArray());
      covered += holds(Objects.requireNonNull(Interval.ofMean(sample)), 0) ? 1 : 0;
    }
    assertThat((double) covered / TRIALS).isCloseTo(0.95, within(0.015));
  }
}
