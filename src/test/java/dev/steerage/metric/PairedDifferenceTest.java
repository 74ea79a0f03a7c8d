package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.statistics.Bootstrap;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedDifferenceTest {
  private static final int PAIRS = 30;
  private static final double ROUNDING = 1e-12;

  private final Random random = new Random(4);
  private final double[] reference = random.doubles(PAIRS, 0.5, 2).toArray();
  private final double[] model = random.doubles(PAIRS, 0.4, 1.8).toArray();

  private static double mean(double[] values, int[] times) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      for (int time = 0; time < times[i]; time++) {
        sum += values[i];
      }
    }
    return sum / Arrays.stream(times).sum();
  }

  /** Against a ratio of means that looks at each pair of each sample, and of each jackknife's. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void intervalsAreThoseOfMeansOverEachSample(int pairsPerPrompt) {
    List<Integer> prompts = IntStream.range(0, PAIRS).mapToObj(i -> i / pairsPerPrompt).toList();
    Clusters clusters = Clusters.of(prompts);
    double[] differences = new double[PAIRS];
    Arrays.setAll(differences, i -> model[i] - reference[i]);
    double[] leftOut = new double[clusters.count()];
    for (int prompt = 0; prompt < leftOut.length; prompt++) {
      int[] times = new int[PAIRS];
      for (int i = 0; i < PAIRS; i++) {
        times[i] = prompts.get(i) == prompt ? 0 : 1;
      }
      leftOut[prompt] = mean(model, times) / mean(reference, times);
    }
    PairedDifference difference = new PairedDifference(reference, model, clusters);
    Bootstrap bootstrap = Bootstrap.of(clusters);
    assertClose(
        difference.ratioInterval(),
        bootstrap
            .resampleOne(times -> mean(model, times) / mean(reference, times))
            .bca(0, leftOut));
    assertClose(
        difference.interval(),
        bootstrap.resampleOne(times -> mean(differences, times)).percentile(0));
    int[] once = new int[PAIRS];
    Arrays.fill(once, 1);
    assertThat(difference.ratio())
        .isCloseTo(mean(model, once) / mean(reference, once), within(ROUNDING));
  }

  private static void assertClose(Interval actual, Interval expected) {
    assertThat(actual.low()).isCloseTo(expected.low(), within(ROUNDING));
    assertThat(actual.high()).isCloseTo(expected.high(), within(ROUNDING));
  }
}
