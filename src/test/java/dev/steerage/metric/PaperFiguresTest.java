package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.likelihood.Aggregation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published likelihoods of arXiv 2410.17245 (corrigibility, coefficient 2) and its Table 4. */
class PaperFiguresTest {
  private static List<MetricResult> results = List.of();

  @BeforeAll
  static void computeMetrics() throws IOException {
    results = Metrics.of(Scores.both(read("baseline"), read("steered")), Aggregation.MEAN);
  }

  private static double[][] read(String condition) throws IOException {
    String name = "/likelihoods/corrigible-" + condition + ".json";
    try (InputStream in = PaperFiguresTest.class.getResourceAsStream(name)) {
      double[] all = new ObjectMapper().readValue(Objects.requireNonNull(in), double[].class);
      int half = all.length / 2;
      return new double[][] {Arrays.copyOf(all, half), Arrays.copyOfRange(all, half, all.length)};
    }
  }

  private static void assertQuartiles(String normalization, String metric, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      double fraction = QuartileStatistic.FRACTIONS.get(i);
      MetricResult result = Scores.find(results, Scores.STEERED, metric, normalization, fraction);
      assertThat(result.value()).as(metric + fraction).isCloseTo(expected[i], within(5e-5));
      assertThat(result.n()).isEqualTo(new int[] {12, 25, 37, 50}[i]);
      assertThat(result.low()).isLessThan(result.value());
      assertThat(result.high()).isGreaterThan(result.value());
    }
  }

  @Test
  void normalizationPaperGivesTable4() {
    assertQuartiles("paper", "quartile_positive", -0.0114, -0.0010, -0.0057, -0.0152);
    assertQuartiles("paper", "quartile_negative", 0.0360, 0.0396, 0.0025, -0.0289);
  }

  @Test
  void normalizationRepositoryGivesTheCodesFigures() {
    assertQuartiles("repository", "quartile_positive", -0.0618, -0.0417, -0.0478, -0.0616);
    assertQuartiles("repository", "quartile_negative", 0.0876, 0.0962, 0.0353, -0.0151);
  }
}
