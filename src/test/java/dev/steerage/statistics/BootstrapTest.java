package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
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
    Resamples resamples =
        new Resamples(
            Clusters.single(values.length), times -> meanAndVariance(values, times), samples);
    assertThat(resamples.size()).isEqualTo(2);
    for (int value = 0; value < 2; value++) {
      String statistic = value == 0 ? "mean" : "variance";
      Golden.assertSame(
          Objects.requireNonNull(resamples.percentile(value)),
          golden.get(statistic + "_percentile"));
      Golden.assertSame(
          Objects.requireNonNull(resamples.bca(value)), golden.get(statistic + "_bca"));
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
    Resamples one = single.resampleOne(times -> mean(VALUES, times));
    Resamples two = clustered.resampleOne(times -> mean(repeated, times));
    assertClose(two.percentile(0), one.percentile(0));
    assertClose(two.bca(0), one.bca(0));
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
    Interval interval = bootstrap.resampleOne(times -> mean(values, times)).bca(0);
    assertClose(interval, new Interval(0.1, 0.1));
    double[] zeros = new double[7];
    assertThat(bootstrap.resampleOne(times -> mean(zeros, times)).bca(0))
        .isEqualTo(new Interval(0, 0));
  }

  @Test
  void thereIsNoIntervalWhereItIsNotDefined() {
    Bootstrap one = Bootstrap.of(Clusters.of(List.of("a", "a")));
    Resamples alone = one.resampleOne(times -> times[0]);
    assertThat(alone.percentile(0)).isNull();
    assertThat(alone.bca(0)).isNull();
    Bootstrap seven = Bootstrap.of(Clusters.single(7));
    // no sample has as many different pairs as there are
    Resamples above =
        Bootstrap.of(Clusters.single(50))
            .resampleOne(times -> Arrays.stream(times).filter(t -> t > 0).count());
    assertThat(above.bca(0)).isNull();
    Resamples infinite = seven.resampleOne(times -> 1.0 / times[0]);
    assertThat(infinite.percentile(0)).isNull();
    assertThat(infinite.bca(0)).isNull();
    Resamples jackknifeOnly =
        seven.resampleOne(
            times -> Arrays.stream(times).sum() < 7 ? Double.NaN : mean(VALUES, times));
    assertThat(jackknifeOnly.percentile(0)).isNotNull();
    assertThat(jackknifeOnly.bca(0)).isNull();
  }
}
