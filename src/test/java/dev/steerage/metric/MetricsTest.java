package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final double[][] FOUR = {{-1, -2, -3, -4}, {-1.5, -1.5, -3, -5}};

  private static double[][] shifted(double positive, double negative) {
    double[][] values = {FOUR[0].clone(), FOUR[1].clone()};
    for (int i = 0; i < 4; i++) {
      values[0][i] += positive;
      values[1][i] += negative;
    }
    return values;
  }

  private static List<MetricResult> of(List<ScoreRow> rows) {
    return Metrics.of(rows, Aggregation.MEAN);
  }

  private static double value(List<MetricResult> results, String metric, Object... part) {
    return Scores.find(results, Scores.STEERED, metric, part).value();
  }

  @Test
  void anInterventionWithoutEffectGivesExactZeros() {
    List<MetricResult> results = of(Scores.both(FOUR, FOUR));
    for (MetricResult result : results) {
      if (result.metric().startsWith("delta") || result.metric().startsWith("quartile")) {
        assertThat(result.value()).as(result.toString()).isZero();
        assertThat(result.low()).as(result.toString()).isZero();
        assertThat(result.high()).as(result.toString()).isZero();
      }
    }
    assertThat(value(results, "flips_to_positive")).isZero();
    assertThat(value(results, "flips_to_negative")).isZero();
    assertThat(value(results, "flips_mcnemar_p")).isEqualTo(1);
    assertThat(results).noneMatch(r -> r.metric().equals("effect_size_dz"));
  }

  @Test
  void aConstantShiftIsFoundWithoutSpread() {
    List<MetricResult> results = of(Scores.both(FOUR, shifted(0.25, -0.5)));
    assertThat(value(results, "delta_positive")).isEqualTo(0.25);
    assertThat(value(results, "delta_negative")).isEqualTo(-0.5);
    MetricResult change = Scores.find(results, Scores.STEERED, "delta_propensity");
    assertThat(change.value()).isEqualTo(0.75);
    assertThat(change.low()).isEqualTo(0.75);
    assertThat(change.high()).isEqualTo(0.75);
    assertThat(value(results, "quartile_positive", "none", 0.25)).isEqualTo(0.25);
    assertThat(value(results, "quartile_negative", "none", 1.0)).isEqualTo(0.5);
    assertThat(results).noneMatch(r -> r.metric().equals("effect_size_dz"));
  }

  @Test
  void aConstantFactorVanishesUnderEachNormalization() {
    double[][] scaled = {{-2, -4, -6, -8}, {-3, -3, -6, -10}};
    List<MetricResult> results = of(Scores.both(FOUR, scaled));
    for (String normalization : List.of("paper", "repository")) {
      assertThat(value(results, "quartile_positive", normalization, 0.5)).isZero();
      assertThat(value(results, "quartile_negative", normalization, 1.0)).isZero();
    }
    assertThat(value(results, "z", "paper")).isEqualTo(5.5);
    assertThat(value(results, "z", "repository")).isEqualTo(2);
  }

  @Test
  void aTieCountsAsNotChosen() {
    List<MetricResult> results = of(Scores.both(FOUR, shifted(0.25, 0)));
    // propensities .5, −.5, 0, 1: two above 0
    assertThat(Scores.find(results, Scores.BASELINE, "choice_accuracy").value()).isEqualTo(0.5);
    assertThat(value(results, "choice_accuracy")).isEqualTo(0.75);
    assertThat(value(results, "flips_to_positive")).isEqualTo(1);
    assertThat(value(results, "flips_to_negative")).isZero();
  }

  @Test
  void tiedTextsKeepTheOrderOfTheirPairs() {
    double[][] tied = {{-1, -1, -1, -1}, {-1, -1, -1, -1}};
    double[][] steered = {{-0.5, -1, -1, -1}, {-1, -1, -1, -3}};
    List<MetricResult> results = of(Scores.both(tied, steered));
    assertThat(value(results, "quartile_positive", "none", 0.25)).isEqualTo(0.5);
    assertThat(value(results, "quartile_negative", "none", 0.75)).isZero();
  }

  @Test
  void aggregationSelectsTheNumberAndItsUnit() {
    List<ScoreRow> rows = Scores.both(FOUR, shifted(0.25, 0));
    MetricResult sum =
        Scores.find(Metrics.of(rows, Aggregation.SUM), Scores.STEERED, "delta_positive");
    assertThat(sum.value()).isEqualTo(0.5);
    assertThat(sum.unit()).isEqualTo("nats");
    MetricResult padded =
        Scores.find(Metrics.of(rows, Aggregation.PADDED_MEAN), Scores.STEERED, "delta_positive");
    assertThat(padded.value()).isEqualTo(0.125);
    assertThat(padded.unit()).isEqualTo("nats/token");
  }

  @Test
  void onePairHasNoIntervalAndNoQuarter() {
    List<MetricResult> results =
        of(Scores.both(new double[][] {{-1}, {-2}}, new double[][] {{-1.5}, {-2}}));
    MetricResult change = Scores.find(results, Scores.STEERED, "delta_positive");
    assertThat(change.value()).isEqualTo(-0.5);
    assertThat(change.low()).isNull();
    assertThat(results)
        .filteredOn(r -> r.metric().startsWith("quartile"))
        .hasSize(6)
        .allMatch(r -> r.n() == 1 && r.low() == null);
  }

  @Test
  void conditionsAreSortedByCoefficientAndRowsMayComeInAnyOrder() {
    List<ScoreRow> rows = new ArrayList<>();
    for (double coefficient : new double[] {2, -1}) {
      rows.addAll(Scores.of(Scores.steered("c" + coefficient, coefficient), FOUR[0], FOUR[1]));
    }
    rows.addAll(Scores.of(Scores.BASELINE, FOUR[0], FOUR[1]));
    assertThat(of(rows).stream().map(r -> r.condition().coefficient()).distinct())
        .containsExactly(0.0, -1.0, 2.0);
    List<ScoreRow> other = new ArrayList<>(rows);
    Collections.reverse(other);
    assertThat(of(other).stream().map(r -> r.condition().coefficient()).distinct())
        .containsExactly(0.0, -1.0, 2.0);
  }

  @Test
  void intervalsOfOneConditionDoNotDependOnOthers() {
    Condition second = Scores.steered("second", 3);
    List<ScoreRow> rows = Scores.both(FOUR, shifted(0.1, 0.2));
    List<MetricResult> alone = of(rows);
    rows.addAll(Scores.of(second, FOUR[1], FOUR[0]));
    assertThat(of(rows)).containsAll(alone);
  }

  @Test
  void refusesWhatIsNotComparable() {
    assertRefused(Scores.of(Scores.STEERED, FOUR[0], FOUR[1]), "demo, myopia", "'baseline'");
    List<ScoreRow> rows = Scores.both(FOUR, FOUR);
    assertRefused(rows.subList(0, rows.size() - 1), "myopia-2", "pair3", "negative");
    List<ScoreRow> more = new ArrayList<>(rows);
    more.add(Scores.row(Scores.STEERED, "extra", Pole.POSITIVE, -1));
    assertRefused(more, "myopia-2", "extra");
    List<ScoreRow> twice = new ArrayList<>(rows);
    twice.add(rows.get(0));
    assertRefused(twice, "baseline", "pair0", "two positive");
    List<ScoreRow> broken = new ArrayList<>(rows);
    broken.set(3, Scores.row(Scores.BASELINE, "pair1", Pole.NEGATIVE, Double.NaN));
    assertRefused(broken, "baseline", "pair1", "negative", "NaN");
  }

  private static void assertRefused(List<ScoreRow> rows, String... words) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> of(rows))
        .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain("\n"));
  }
}
