package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.ScoreRow;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of more pairs than a figure has points for, some stand for all. */
class ManyPairsTest {
  private static final int MANY = 3001;

  /** A shift of each pair that is greater for every later one. */
  private static double[] values(double first, double step) {
    return IntStream.range(0, MANY).mapToDouble(i -> first + step * i).toArray();
  }

  @Test
  void figuresGetEvenlySpacedPairsWithTheFirstAndTheLast() {
    double[][] before = {values(-9, 0.001), values(-8, 0.001)};
    double[] after = before[0].clone();
    Arrays.setAll(after, i -> after[i] + (i * 7 % MANY) / 1000.0);
    List<ScoreRow> rows = Scores.both(before, new double[][] {after, before[1]});

    PairChanges changes = PairChanges.of(rows, Aggregation.MEAN).get(0);
    assertThat(changes.pairs()).isEqualTo(MANY);
    assertThat(changes.changes()).hasSize(1000);
    assertThat(changes.changes())
        .extracting(change -> Math.round(1000 * change.propensity()))
        .startsWith(0L, 3L, 6L)
        .endsWith(MANY - 1L)
        .isSorted();

    OrderedTexts texts = OrderedTexts.of(rows, Aggregation.MEAN, Normalization.PAPER).get(0);
    assertThat(texts.pairs()).isEqualTo(MANY);
    assertThat(texts.quarter()).isEqualTo(MANY / 4);
    assertThat(texts.positives()).hasSize(1000);
    assertThat(texts.negatives()).hasSize(1000);
    assertThat(texts.positives().get(0).pair()).isEqualTo(rows.get(0).pair());
    assertThat(texts.negatives().get(999).pair())
        .as("the most likely negative is the last")
        .isEqualTo(rows.get(2 * MANY - 1).pair());
    assertThat(DrawnPairs.words(MANY)).contains("Of 3001 points in order, 1000 are drawn");
    assertThat(DrawnPairs.words(1000)).isEmpty();
  }
}
