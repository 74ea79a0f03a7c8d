package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Closed forms, and steerability.json, which steerability.py beside it computes. */
class SteerabilityMetricsTest {
  private static final JsonNode GOLDEN = golden();

  private static JsonNode golden() {
    try (InputStream in =
        SteerabilityMetricsTest.class.getResourceAsStream("/metric/steerability.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<String> cases() {
    return GOLDEN.propertyStream().map(Map.Entry::getKey);
  }

  private static double[] doubles(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  private static Condition at(int layer, double coefficient) {
    return new Condition(
        "demo", "myopia", "v-layer" + layer + "-" + coefficient, "v", layer, coefficient);
  }

  private static Condition slopes(int layer) {
    return new Condition("demo", "myopia", "v-layer" + layer, "v", layer, Double.NaN);
  }

  /** Pairs whose propensities are these. */
  private static List<ScoreRow> of(Condition condition, double... propensities) {
    return Scores.of(condition, propensities, new double[propensities.length]);
  }

  private static List<MetricResult> results(List<List<ScoreRow>> rows) {
    return Metrics.of(rows.stream().flatMap(List::stream).toList(), Aggregation.MEAN);
  }

  private static List<ScoreRow> read(JsonNode golden) {
    JsonNode prompts = golden.get("prompts");
    List<ScoreRow> rows = new ArrayList<>(rows(Scores.BASELINE, golden.get("baseline"), prompts));
    golden
        .get("steered")
        .properties()
        .forEach(
            entry -> {
              String[] place = entry.getKey().split(" ", -1);
              Condition c = at(Integer.parseInt(place[0]), Double.parseDouble(place[1]));
              rows.addAll(rows(c, entry.getValue(), prompts));
            });
    return rows;
  }

  private static List<ScoreRow> rows(Condition condition, JsonNode scores, JsonNode prompts) {
    return Scores.of(condition, doubles(scores.get(0)), doubles(scores.get(1))).stream()
        .map(
            row -> {
              int pair = Integer.parseInt(row.pair().substring("pair".length()));
              return Scores.withCluster(row, "prompt" + prompts.get(pair).intValue());
            })
        .toList();
  }

  private static double most(MetricResult result, double high) {
    return result.metric().equals("steerability_spearman") ? Math.min(1, high) : high;
  }

  private static void assertIs(MetricResult result, JsonNode golden) {
    double[] expected = doubles(golden);
    String name = result.metric();
    assertThat(result.value()).as(name).isCloseTo(expected[0], within(1e-11));
    assertThat(result.low()).as(name).isCloseTo(expected[1], within(1e-11));
    assertThat(result.high()).as(name).isCloseTo(most(result, expected[2]), within(1e-11));
    assertThat(result.n()).as(name).isEqualTo((int) expected[3]);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void slopesAndComponentsAreNumpysAndStatsmodels(String name) {
    JsonNode golden = GOLDEN.get(name);
    List<MetricResult> results = Metrics.of(read(golden), Aggregation.MEAN);
    for (int layer : new int[] {2, 5}) {
      JsonNode expected = golden.get("layers").get(Integer.toString(layer));
      for (String metric :
          List.of("steerability", "anti_steerable_share", "steerability_spearman")) {
        assertIs(Scores.find(results, slopes(layer), metric), expected.get(metric));
      }
      for (String metric : List.of("steering_component", "damage_component")) {
        assertIs(Scores.find(results, at(layer, 2), metric), expected.get(metric));
      }
    }
    assertThat(results)
        .filteredOn(r -> r.metric().endsWith("_component"))
        .allMatch(r -> r.condition().coefficient() == 2); // 0.5 and −1 have no opposite
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theBestIsChosenOnOneHalfOfThePromptsAndMeasuredOnTheOther(String name) {
    JsonNode golden = GOLDEN.get(name);
    List<MetricResult> results = Metrics.of(read(golden), Aggregation.MEAN);
    Condition best = at(golden.get("best").get(0).intValue(), golden.get("best").get(1).asDouble());
    assertIs(
        Scores.find(results, best, "held_out_delta_propensity"),
        golden.get("held_out_delta_propensity"));
    assertThat(results).filteredOn(r -> r.metric().startsWith("held_out")).hasSize(1);
  }

  @Test
  void aStraightLineHasItsSlopeAndFullCorrelation() {
    List<MetricResult> results =
        results(
            List.of(
                of(Scores.BASELINE, 1, 2, 3, 4),
                of(at(2, -1), 0.5, 2.25, 3, 3),
                of(at(2, 1), 1.5, 1.75, 3, 5)));
    MetricResult slope = Scores.find(results, slopes(2), "steerability");
    // 0.5, −0.25, 0 and 1 per unit of coefficient
    assertThat(slope.value()).isCloseTo(0.3125, within(1e-15));
    assertThat(slope.unit()).isEqualTo("nats/token per coefficient");
    MetricResult share = Scores.find(results, slopes(2), "anti_steerable_share");
    assertThat(share.value()).isEqualTo(0.25);
    assertThat(share.n()).isEqualTo(4);
    MetricResult rank = Scores.find(results, slopes(2), "steerability_spearman");
    assertThat(rank.value()).isCloseTo((1 - 1 + 1) / 3.0, within(1e-15));
    assertThat(rank.n()).isEqualTo(3); // the third never changes
    assertThat(Scores.find(results, at(2, 1), "steering_component").value()).isEqualTo(0.3125);
    assertThat(Scores.find(results, at(2, 1), "damage_component").value()).isZero();
    // pairs 0 and 2 choose +1 (0.25 on average), pairs 1 and 3 report −0.25 and 1
    MetricResult best = Scores.find(results, at(2, 1), "held_out_delta_propensity");
    assertThat(best.value()).isEqualTo(0.375);
    assertThat(best.n()).isEqualTo(2);
  }

  @Test
  void whatBothSignsDoIsDamageAndNotSteering() {
    List<MetricResult> results =
        results(List.of(of(Scores.BASELINE, 1, 2), of(at(2, -3), 0.5, 1), of(at(2, 3), 0.5, 1)));
    assertThat(Scores.find(results, at(2, 3), "steering_component").value()).isZero();
    assertThat(Scores.find(results, at(2, 3), "damage_component").value()).isEqualTo(-0.75);
    assertThat(Scores.find(results, slopes(2), "steerability").value()).isZero();
  }

  @Test
  void twoCoefficientsHaveNoRankCorrelationAndOneConditionNoChoice() {
    assertThat(
            results(List.of(of(Scores.BASELINE, 1, 2, 3, 4), of(at(2, 1), 2, 3, 4, 5))).stream()
                .filter(r -> Double.isNaN(r.condition().coefficient()))
                .map(MetricResult::metric))
        .containsExactly("steerability", "anti_steerable_share");
    assertThat(
            results(
                List.of(
                    of(Scores.BASELINE, 1, 2, 3), of(at(2, 1), 2, 3, 4), of(at(3, 1), 2, 3, 4))))
        .noneMatch(r -> r.metric().startsWith("held_out"));
  }

  @Test
  void whatHasNoCoefficientToSetHasNoSlope() {
    double[] m = {1, 2, 3, 4};
    String random = Condition.randomDirection(1, "v");
    for (Condition condition :
        List.of(
            new Condition("demo", "myopia", "tuned", "tuned", null, 1),
            new Condition("demo", "myopia", "steered", "steered", null, Double.NaN),
            at(2, 0),
            new Condition("demo", "myopia", random + "-c1", random, 2, 1))) {
      assertThat(results(List.of(of(Scores.BASELINE, m), of(condition, 2, 3, 4, 5))))
          .noneMatch(r -> r.metric().startsWith("steer") || r.metric().startsWith("anti"));
    }
    Condition adapter = new Condition("demo", "myopia", "lora-scale0.5", "lora", null, 0.5);
    MetricResult slope =
        Scores.find(
            results(List.of(of(Scores.BASELINE, m), of(adapter, 2, 3, 4, 5))),
            new Condition("demo", "myopia", "lora", "lora", null, Double.NaN),
            "steerability");
    assertThat(slope.value()).isEqualTo(2);
  }

  /** Both of a prompt's pairs being the same, the second says nothing that the first did not. */
  @Test
  void pairsThatRepeatAnotherLeaveEveryIntervalAsItWas() {
    List<ScoreRow> rows = new ArrayList<>(read(GOLDEN.get("own prompts")));
    List<MetricResult> once = Metrics.of(rows, Aggregation.MEAN);
    for (ScoreRow row : List.copyOf(rows)) {
      ScoreRow again = Scores.row(row.condition(), "again-" + row.pair(), row.pole(), row.mean());
      rows.add(Scores.withCluster(again, row.cluster()));
    }
    List<MetricResult> twice = Metrics.of(rows, Aggregation.MEAN);
    assertThat(twice).hasSameSizeAs(once);
    for (int i = 0; i < once.size(); i++) {
      MetricResult a = once.get(i);
      MetricResult b = twice.get(i);
      assertThat(b.metric()).isEqualTo(a.metric());
      if (Arrays.asList("share", "pairs", "1").contains(a.unit())
          && !a.metric().startsWith("quartile")
          && !a.metric().equals("steerability_spearman")) {
        continue; // shares, counts and effect size are over pairs
      }
      assertThat(b.n()).isEqualTo(2 * a.n());
      assertThat(b.value()).as(a.toString()).isCloseTo(a.value(), within(1e-13));
      if (a.low() != null && a.high() != null) {
        assertThat(b.low()).as(a.toString()).isCloseTo(a.low(), within(1e-13));
        assertThat(b.high()).as(a.toString()).isCloseTo(a.high(), within(1e-13));
      }
    }
  }

  @Test
  void rowsOfOtherClustersThanTheBaselinesTakeTheBaselines() {
    List<ScoreRow> rows = new ArrayList<>();
    for (ScoreRow row : of(Scores.BASELINE, 1, 2, 3, 4)) {
      rows.add(Scores.withCluster(row, "pair0"));
    }
    rows.addAll(of(at(2, 1), 2, 3, 4, 6));
    MetricResult change =
        Scores.find(Metrics.of(rows, Aggregation.MEAN), at(2, 1), "delta_propensity");
    assertThat(change.n()).isEqualTo(4);
    assertThat(change.low()).isNull(); // one prompt
  }
}
