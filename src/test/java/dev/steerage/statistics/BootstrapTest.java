package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BootstrapTest {
  private static final double[] VALUES = {0.3, -1.25, 0.5, 2, 0.25, -0.5, 0.125};

  static Stream<Arguments> golden() {
    return Golden.cases("bootstrap");
  }

  static double mean(double[] values, int[] times) {
    double sum = 0;
    double n = 0;
    for (int i = 0; i < times.length; i++) {
      sum += times[i] * values[i];
      n += times[i];
    }
    return sum / n;
  }

  /** Without each cluster, by going through all others. */
  static double[] leftOut(Clusters clusters, ToDoubleFunction<int[]> statistic) {
    double[] values = new double[clusters.count()];
    for (int cluster = 0; cluster < values.length; cluster++) {
      int[] times = new int[values.length];
      Arrays.fill(times, 1);
      times[cluster] = 0;
      values[cluster] = statistic.applyAsDouble(clusters.spread(times));
    }
    return values;
  }

  private static Interval bca(Bootstrap bootstrap, ToDoubleFunction<int[]> statistic) {
    return bootstrap.resampleOne(statistic).bca(0, leftOut(bootstrap.clusters(), statistic));
  }

  private static double[] meanAndVariance(double[] values, int[] times) {
    double mean = mean(values, times);
    double[] squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).toArray();
    return new double[] {mean, mean(squares, times)};
  }

  @ParameterizedTest
  @MethodSource("golden")
  void intervalsAreScipysOnTheSameSamples(String name, JsonNode golden) {
    double[] values = Golden.doubles(golden.get("values"));
    List<double[]> samples = new ArrayList<>();
    for (JsonNode times : golden.get("times")) {
      int[] counts = times.valueStream().mapToInt(JsonNode::intValue).toArray();
      samples.add(meanAndVariance(values, counts));
    }
    Clusters single = Clusters.single(values.length);
    Resamples resamples = new Resamples(single, times -> meanAndVariance(values, times), samples);
    assertThat(resamples.size()).isEqualTo(2);
    for (int value = 0; value < 2; value++) {
      String statistic = value == 0 ? "mean" : "variance";
      int place = value;
      double[] leftOut = leftOut(single, times -> meanAndVariance(values, times)[place]);
      Golden.assertSame(
          Objects.requireNonNull(resamples.percentile(value)),
          golden.get(statistic + "_percentile"));
      Golden.assertSame(
          Objects.requireNonNull(resamples.bca(value, leftOut)), golden.get(statistic + "_bca"));
    }
  }

  @Test
  void drawsEachUnitOfSingleClustersByOneNumber() {
    SplittableRandom random = new SplittableRandom(Bootstrap.SEED);
    double[] means = new double[Bootstrap.RESAMPLES];
    for (int sample = 0; sample < means.length; sample++) {
      int[] times = new int[VALUES.length];
      for (int draw = 0; draw < times.length; draw++) {
        times[random.nextInt(times.length)]++;
      }
      means[sample] = mean(VALUES, times);
    }
    Arrays.sort(means);
    // places 0.025 · 999 and 0.975 · 999
    double low = means[24] + (0.025 * 999 - 24) * (means[25] - means[24]);
    double high = means[974] + (0.975 * 999 - 974) * (means[975] - means[974]);
    Bootstrap bootstrap = Bootstrap.of(Clusters.single(VALUES.length));
    Resamples resamples = bootstrap.resampleOne(times -> mean(VALUES, times));
    assertThat(resamples.percentile(0)).isEqualTo(new Interval(low, high));
    assertThat(resamples.estimate(0)).isCloseTo(1.425 / 7, within(1e-15));
  }

  @Test
  void pairsOfAClusterAreDrawnAndLeftOutTogether() {
    double[] repeated = new double[2 * VALUES.length];
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = VALUES[i % VALUES.length];
      keys.add(i % VALUES.length);
    }
    Bootstrap single = new Bootstrap(Clusters.single(VALUES.length), 500, 3);
    Bootstrap clustered = new Bootstrap(Clusters.of(keys), 500, 3);
    ToDoubleFunction<int[]> one = times -> mean(VALUES, times);
    ToDoubleFunction<int[]> two = times -> mean(repeated, times);
    assertClose(clustered.resampleOne(two).percentile(0), single.resampleOne(one).percentile(0));
    assertClose(bca(clustered, two), bca(single, one));
  }

  @Test
  void valuesThatDifferByRoundingAreTies() {
    double[] jackknife = {1, 1.25, 1.75};
    double[] exact = {0, 1, 1.5, 1.5, 2, 3};
    double[] rounded = {0, 1, 1.5 - 2e-16, 1.5 + 2e-16, 2, 3};
    assertClose(BcaInterval.of(1.5, rounded, jackknife), BcaInterval.of(1.5, exact, jackknife));
  }

  private static void assertClose(Interval actual, Interval expected) {
    assertThat(actual.low()).isCloseTo(expected.low(), within(1e-12));
    assertThat(actual.high()).isCloseTo(expected.high(), within(1e-12));
  }

  @Test
  void equalValuesGiveThemselves() {
    double[] values = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    Bootstrap bootstrap = Bootstrap.of(Clusters.single(7));
    Interval interval = bca(bootstrap, times -> mean(values, times));
    assertClose(interval, new Interval(0.1, 0.1));
    double[] zeros = new double[7];
    assertThat(bca(bootstrap, times -> mean(zeros, times))).isEqualTo(new Interval(0, 0));
  }

  @Test
  void thereIsNoIntervalWhereItIsNotDefined() {
    Bootstrap one = Bootstrap.of(Clusters.of(List.of("a", "a")));
    assertThat(one.resampleOne(times -> times[0]).percentile(0)).isNull();
    assertThat(bca(one, times -> times[0])).isNull();
    Bootstrap seven = Bootstrap.of(Clusters.single(7));
    // no sample has as many different pairs as there are
    assertThat(
            bca(
                Bootstrap.of(Clusters.single(50)),
                times -> Arrays.stream(times).filter(t -> t > 0).count()))
        .isNull();
    ToDoubleFunction<int[]> infinite = times -> 1.0 / times[0];
    assertThat(seven.resampleOne(infinite).percentile(0)).isNull();
    assertThat(bca(seven, infinite)).isNull();
    ToDoubleFunction<int[]> jackknifeOnly =
        times -> Arrays.stream(times).sum() < 7 ? Double.NaN : mean(VALUES, times);
    assertThat(seven.resampleOne(jackknifeOnly).percentile(0)).isNotNull();
    assertThat(bca(seven, jackknifeOnly)).isNull();
  }
}
