package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** By hand: positives from the least likely rise by 0.1, 0.2, 0.3 and 0.4, negatives stay. */
class QuartileStatisticTest {
  private static final Offset<Double> ROUNDING = within(1e-15);
  private static final QuartileStatistic STATISTIC =
      new QuartileStatistic(scores(-4, -3, -2, -1), scores(-3.9, -2.8, -1.7, -0.6));

  private static PairScores scores(double... positive) {
    List<String> pairs = List.of("a", "b", "c", "d");
    double[] negative = {-1, -2, -3, -4};
    return new PairScores(
        Scores.STEERED, null, pairs, List.of("a", "a", "a", "d"), positive, negative);
  }

  private static void assertPositives(int[] times, double... expected) {
    double[] values = STATISTIC.values(times);
    int from =
        List.of(Normalization.values()).indexOf(Normalization.NONE) * QuartileStatistic.WIDTH;
    for (int i = 0; i < expected.length; i++) {
      assertThat(values[from + i]).isCloseTo(expected[i], ROUNDING);
      assertThat(values[from + expected.length + i]).isZero();
    }
  }

  @Test
  void aSampleOfLargeClustersHasItsOwnFractions() {
    assertPositives(new int[] {1, 1, 1, 1}, 0.1, 0.15, 0.2, 0.25);
    // 0.1, 0.1, 0.2, 0.2, 0.3, 0.3: the first 1, 3, 4 and 6
    assertPositives(new int[] {2, 2, 2, 0}, 0.1, 0.4 / 3, 0.15, 0.2);
  }

  @Test
  void aSampleOfSmallClustersHasAtLeastOneText() {
    assertPositives(new int[] {0, 0, 0, 2}, 0.4, 0.4, 0.4, 0.4);
  }
}
