package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.ScoreRow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricWarningsTest {
  private static double[] twelve(double first, double rest) {
    double[] values = new double[12];
    Arrays.fill(values, rest);
    values[0] = first;
    return values;
  }

  private static List<String> of(double[][] baseline, double[][] steered) {
    return MetricWarnings.of(Scores.both(baseline, steered), Aggregation.MEAN);
  }

  @Test
  void saysNothingWhereNothingIsWrong() {
    double[][] fine = {twelve(-1, -2), twelve(-1, -2)};
    assertThat(of(fine, fine)).isEmpty();
  }

  @Test
  void fewPairsAreNamed() {
    double[][] one = {{-1}, {-2}};
    assertThat(of(one, one))
        .containsExactly(
            "demo, myopia, baseline: fewer than 10 pairs (1), so intervals say little.");
  }

  @Test
  void promptsThatPairsShareAreNamed() {
    List<ScoreRow> rows =
        Scores.both(
                new double[][] {twelve(-1, -2), twelve(-1, -2)},
                new double[][] {twelve(-1, -2), twelve(-1, -2)})
            .stream()
            .map(
                row -> {
                  int pair = Integer.parseInt(row.pair().substring("pair".length()));
                  return Scores.withCluster(row, "pair" + pair / 2 * 2);
                })
            .toList();
    assertThat(MetricWarnings.of(rows, Aggregation.MEAN))
        .containsExactly(
            "demo, myopia, baseline: 12 pairs share 6 prompts; intervals of means, of the quartile"
                + " metric and of comparisons are over prompts, all others over pairs.",
            "demo, myopia, baseline: fewer than 10 prompts (6), so intervals say little.");
  }

  @Test
  void aVanishingZIsReportedAndHasNoQuartiles() {
    double[][] zero = {twelve(0, 0), twelve(0, -2)};
    assertThat(of(new double[][] {twelve(-1, -2), twelve(-1, -2)}, zero))
        .hasSize(2)
        .allMatch(w -> w.contains("demo, myopia, myopia-2") && w.contains("nearly 0"));
    List<MetricResult> results =
        Metrics.of(
            Scores.both(new double[][] {twelve(-1, -2), twelve(-1, -2)}, zero), Aggregation.MEAN);
    assertThat(results).allMatch(r -> Double.isFinite(r.value()));
    assertThat(results)
        .filteredOn(r -> r.metric().startsWith("quartile"))
        .isNotEmpty()
        .allMatch(r -> r.normalization().equals("none"));
  }

  @Test
  void aChangedSignAndAnImpossibleLikelihoodAreReported() {
    double[][] above = {twelve(3, 3), twelve(-1, -2)};
    assertThat(of(new double[][] {twelve(-1, -2), twelve(-1, -2)}, above))
        .anyMatch(w -> w.contains("z of normalization paper is -1.0000 and the baseline's 1.5000"))
        .anyMatch(w -> w.contains("z of normalization paper is -1.0000, of the wrong sign"))
        .anyMatch(w -> w.contains("above 0"));
  }
}
