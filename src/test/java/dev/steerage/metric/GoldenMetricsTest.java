package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.likelihood.Aggregation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against golden.json, which golden.py beside it computes with numpy, scipy and statsmodels. */
class GoldenMetricsTest {
  private static final Offset<Double> EXACT = within(1e-11);
  private static final JsonNode GOLDEN = golden();

  private static JsonNode golden() {
    try (InputStream in = GoldenMetricsTest.class.getResourceAsStream("/metric/golden.json")) {
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

  private static List<MetricResult> results(JsonNode golden) {
    return Metrics.of(
        Scores.both(
            new double[][] {
              doubles(golden.get("baseline_positive")), doubles(golden.get("baseline_negative"))
            },
            new double[][] {
              doubles(golden.get("steered_positive")), doubles(golden.get("steered_negative"))
            }),
        Aggregation.MEAN);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meansAndSharesHaveTheirIntervals(String name) {
    JsonNode golden = GOLDEN.get(name);
    List<MetricResult> results = results(golden);
    for (String metric :
        List.of(
            "log_likelihood_positive",
            "log_likelihood_negative",
            "propensity",
            "delta_positive",
            "delta_negative",
            "delta_propensity",
            "choice_accuracy")) {
      MetricResult result = Scores.find(results, Scores.STEERED, metric);
      double[] expected = doubles(golden.get(metric));
      assertThat(result.value()).as(metric).isCloseTo(expected[0], EXACT);
      assertThat(result.low()).as(metric).isCloseTo(expected[1], EXACT);
      assertThat(result.high()).as(metric).isCloseTo(expected[2], EXACT);
      assertThat(result.n()).isEqualTo(golden.get("baseline_positive").size());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void effectSizeAndFlipsAgree(String name) {
    JsonNode golden = GOLDEN.get(name);
    List<MetricResult> results = results(golden);
    for (String metric :
        List.of("effect_size_dz", "flips_to_positive", "flips_to_negative", "flips_mcnemar_p")) {
      assertThat(Scores.find(results, Scores.STEERED, metric).value())
          .as(metric)
          .isCloseTo(golden.get(metric).doubleValue(), EXACT);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void quartilesAndZAgreeInEachNormalization(String name) {
    JsonNode golden = GOLDEN.get(name);
    List<MetricResult> results = results(golden);
    for (String normalization : List.of("paper", "repository", "none")) {
      for (String pole : List.of("positive", "negative")) {
        JsonNode values = golden.get("quartile").get(normalization).get(pole);
        for (int i = 0; i < values.size(); i++) {
          double fraction = QuartileStatistic.FRACTIONS.get(i);
          String metric = "quartile_" + pole;
          if (values.get(i).isNull()) {
            assertThat(results)
                .noneMatch(
                    r -> r.metric().equals(metric) && Objects.equals(r.fraction(), fraction));
          } else {
            assertThat(
                    Scores.find(results, Scores.STEERED, metric, normalization, fraction).value())
                .isCloseTo(values.get(i).doubleValue(), EXACT);
          }
        }
      }
    }
    for (String normalization : List.of("paper", "repository")) {
      assertThat(Scores.find(results, Scores.BASELINE, "z", normalization).value())
          .isCloseTo(golden.get("z_baseline").get(normalization).doubleValue(), EXACT);
      assertThat(Scores.find(results, Scores.STEERED, "z", normalization).value())
          .isCloseTo(golden.get("z_steered").get(normalization).doubleValue(), EXACT);
    }
  }

  /** 1,000 resamples against numpy's 20,000: the ends differ by their own sampling error. */
  @Test
  void bootstrapIntervalsAreNearNumpys() {
    JsonNode golden = GOLDEN.get("fifty pairs");
    List<MetricResult> results = results(golden);
    int at = 0;
    for (String metric : List.of("quartile_positive", "quartile_negative")) {
      MetricResult result = Scores.find(results, Scores.STEERED, metric, "paper", 0.25);
      double[] expected = doubles(golden.get("quartile_interval").get(at++));
      Offset<Double> tenth = within(0.1 * (expected[1] - expected[0]));
      assertThat(result.low()).isCloseTo(expected[0], tenth);
      assertThat(result.high()).isCloseTo(expected[1], tenth);
    }
  }
}
