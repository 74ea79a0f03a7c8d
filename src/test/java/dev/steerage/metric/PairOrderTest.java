package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairOrderTest {
  private static final int PAIRS = 40;

  /** Against looking at every pair; numbers of few values, so that some are equal. */
  @Test
  void extremesOfASampleAreThoseOfItsPairs() {
    Random random = new Random(5);
    double[] positive = random.doubles(PAIRS, -5, 0).map(Math::rint).toArray();
    double[] negative = random.doubles(PAIRS, -5, 0).map(Math::rint).toArray();
    List<String> ids = IntStream.range(0, PAIRS).mapToObj(i -> "pair" + i).toList();
    PairScores scores = new PairScores(Scores.STEERED, null, ids, ids, positive, negative);
    PairOrder order = PairOrder.of(scores);
    for (int sample = 0; sample < 200; sample++) {
      int[] times = random.ints(PAIRS, 0, 1 + sample % 4).toArray();
      assertThat(order.extremes(scores, times)).isEqualTo(Extremes.of(positive, negative, times));
    }
  }
}
