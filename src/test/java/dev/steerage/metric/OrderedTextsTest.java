package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.likelihood.Aggregation;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedTextsTest {
  private static OrderedTexts of(double[][] baseline, double[][] steered) {
    List<OrderedTexts> all =
        OrderedTexts.of(Scores.both(baseline, steered), Aggregation.MEAN, Normalization.PAPER);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static List<String> pairs(List<OrderedTexts.Text> texts) {
    return texts.stream().map(OrderedTexts.Text::pair).toList();
  }

  /** Ties keep the order of the pairs in the quartile metric, and the quarter must be its texts. */
  @Test
  void tiesAreOrderedFromTheQuarter() {
    double[][] scores = {{-2, -1, -2, -3}, {-2, -1, -1, -3}};
    OrderedTexts texts = of(scores, scores);
    assertThat(pairs(texts.positives())).containsExactly("pair3", "pair0", "pair2", "pair1");
    assertThat(pairs(texts.negatives())).containsExactly("pair3", "pair0", "pair2", "pair1");
    assertThat(texts.quarter()).isEqualTo(1);
    assertThat(texts.condition()).isEqualTo(Scores.STEERED);
  }

  @Test
  void aNegativeZTurnsTheOrderRound() {
    double[][] scores = {{2, 1, 4, 3}, {2, 1, 4, 3}};
    OrderedTexts texts = of(scores, scores);
    assertThat(pairs(texts.positives())).containsExactly("pair2", "pair3", "pair0", "pair1");
    assertThat(pairs(texts.negatives())).containsExactly("pair2", "pair3", "pair0", "pair1");
    assertThat(texts.positives()).extracting(OrderedTexts.Text::baseline).isSorted();
    assertThat(texts.negatives()).extracting(OrderedTexts.Text::baseline).isSorted();
  }

  @Test
  void quarterIsWhatTheQuartileMetricIsTheMeanOf() {
    double[][] baseline = {{-2, -1, -2, -3, -1.5}, {-2, -1, -1, -3, -1}};
    double[][] steered = {{-1, -1, -1.5, -2, -3}, {-3, -2, -1.25, -2, -3.5}};
    List<MetricResult> metrics = Metrics.of(Scores.both(baseline, steered), Aggregation.MEAN);
    OrderedTexts texts = of(baseline, steered);
    OrderedTexts.Text positive = texts.positives().get(0);
    OrderedTexts.Text negative = texts.negatives().get(4);
    assertThat(positive.steered() - positive.baseline())
        .isEqualTo(
            Scores.find(metrics, Scores.STEERED, "quartile_positive", "paper", 0.25).value());
    assertThat(negative.baseline() - negative.steered())
        .isEqualTo(
            Scores.find(metrics, Scores.STEERED, "quartile_negative", "paper", 0.25).value());
  }
}
