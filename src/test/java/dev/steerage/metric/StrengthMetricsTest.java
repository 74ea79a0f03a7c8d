package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Strength;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrengthMetricsTest {
  /** Propensities that all change by {@code change}. */
  private static List<ScoreRow> moved(Condition condition, double change) {
    return Scores.of(condition, new double[] {-1 + change, -2 + change}, new double[] {-3, -3});
  }

  private static Condition random(int number, double coefficient) {
    String name = Condition.randomDirection(number, "myopia");
    return new Condition("demo", "myopia", name + "-c" + coefficient, name, 2, coefficient);
  }

  private static List<MetricResult> ranked(double own, double... random) {
    List<ScoreRow> rows = new ArrayList<>(moved(Scores.BASELINE, 0));
    rows.addAll(moved(Scores.STEERED, own));
    for (int k = 0; k < random.length; k++) {
      rows.addAll(moved(random(k + 1, 2), random[k]));
    }
    // of another coefficient: not compared
    rows.addAll(moved(random(1, -2), 100));
    return Metrics.of(rows, Aggregation.MEAN);
  }

  @Test
  void pIsTheShareOfDirectionsThatMoveThePropensityAsFarTheVectorIncluded() {
    List<MetricResult> results = ranked(-0.5, 0.25, -0.75, 0.5, 0.125);

    MetricResult p = Scores.find(results, Scores.STEERED, "null_rank_p");
    assertThat(p.value()).isEqualTo((1 + 2) / 5.0);
    assertThat(p.n()).isEqualTo(4);
    MetricResult null_ = Scores.find(results, Scores.STEERED, "null_delta_propensity");
    assertThat(null_.value()).isCloseTo(0.03125, within(1e-12));
    assertThat(null_.low()).isCloseTo(-0.75 + 0.075 * 0.875, within(1e-12));
    assertThat(null_.high()).isCloseTo(0.5 - 0.075 * 0.25, within(1e-12));
    assertThat(null_.n()).isEqualTo(4);
  }

  @Test
  void pIsNeverZeroAndOneWhereEveryDirectionMovesAsFar() {
    assertThat(Scores.find(ranked(9, 1, -1, 2), Scores.STEERED, "null_rank_p").value())
        .isEqualTo(0.25);
    assertThat(Scores.find(ranked(0.5, 1, -1, 2), Scores.STEERED, "null_rank_p").value())
        .isEqualTo(1);
  }

  @Test
  void randomDirectionsHaveChangesButNoRankAndNoQuartiles() {
    List<MetricResult> results = ranked(1, 2);
    assertThat(results)
        .filteredOn(r -> r.condition().isRandomDirection())
        .extracting(MetricResult::metric)
        .contains("delta_propensity", "choice_accuracy")
        .doesNotContain("null_rank_p", "quartile_positive", "z");
    assertThat(results)
        .filteredOn(r -> r.condition().equals(Scores.BASELINE))
        .extracting(MetricResult::metric)
        .doesNotContain("null_rank_p", "injected_norm_share");
  }

  @Test
  void theShareIsTheNormOfWhatIsAddedOverTheResidualStreams() {
    List<ScoreRow> rows = new ArrayList<>(moved(Scores.BASELINE, 0));
    for (ScoreRow row : moved(Scores.STEERED, 1)) {
      rows.add(
          new ScoreRow(
              row.condition(),
              row.pair(),
              row.pole(),
              2,
              row.sum(),
              row.mean(),
              0,
              new Strength(3, 12.0, 70)));
    }
    MetricResult share =
        Scores.find(Metrics.of(rows, Aggregation.MEAN), Scores.STEERED, "injected_norm_share");
    assertThat(share.value()).isEqualTo(0.25);
    assertThat(share.n()).isEqualTo(70);
    assertThat(share.unit()).isEqualTo("1");
  }
}
