package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.TokenRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenMetricsTest {
  private static final Condition BASELINE = Condition.baseline("q4", "myopia");
  private static final Condition STEERED =
      new Condition("q4", "myopia", "v-layer2-coefficient1", "v", 2, 1);
  private static final Condition REFERENCE =
      new Condition("f16", "myopia", "v-layer2-coefficient1", "v", 2, 1);

  /** Two pairs: three and one positive tokens, one negative token each. */
  private static final double[] UNSTEERED = {-1, -2, -3, -0.5, -1, -2};

  private static final double[] AFTER = {-0.5, -2, -4, -0.5, -3, -2};
  private static final double[] KL = {0.1, 0, 0.4, 0.2, 0.5, 0};
  private static final boolean[] SAME = {true, true, false, true, false, true};

  @TempDir private Path folder;
  private RunFolder run;

  @BeforeEach
  void write() {
    run = RunFolder.open(folder.resolve("run"), "spec", Map.of(), RunFolder.Existing.RESUME);
    run.writeTokens(BASELINE, 0, rows(UNSTEERED, false, false));
    run.writeTokens(REFERENCE, 0, rows(UNSTEERED, false, false));
    run.writeTokens(STEERED, 0, rows(AFTER, true, true));
  }

  private static List<TokenRow> rows(double[] logprobs, boolean compared, boolean referred) {
    String[] pairs = {"a", "a", "a", "b", "a", "b"};
    List<TokenRow> rows = new ArrayList<>();
    for (int i = 0; i < logprobs.length; i++) {
      Shift shift = new Shift(KL[i], SAME[i]);
      rows.add(
          new TokenRow(
              pairs[i],
              i < 4 ? Pole.POSITIVE : Pole.NEGATIVE,
              10 + i,
              100 + i,
              "x",
              logprobs[i],
              compared ? shift : null,
              referred ? new Shift(2 * KL[i], true) : null));
    }
    return rows;
  }

  private List<MetricResult> results() {
    return TokenMetrics.of(run, List.of(BASELINE, STEERED), Map.of("q4", "f16"));
  }

  private static double value(List<MetricResult> results, MetricName name, Object... part) {
    return Scores.find(results, STEERED, name.word(), part).value();
  }

  @Test
  void figuresAreThoseOfTheirFormulas() {
    List<MetricResult> results = results();
    assertThat(value(results, MetricName.KL_MEAN)).isCloseTo(0.2, within(1e-15));
    // numpy.std([.1, 0, .4, .2, .5, 0], ddof=1) / sqrt(6)
    assertThat(value(results, MetricName.KL_STANDARD_ERROR))
        .isCloseTo(0.08563488385776753, within(1e-15));
    // numpy.quantile of the same
    assertThat(value(results, MetricName.KL_QUANTILE, "none", 0.5)).isCloseTo(0.15, within(1e-15));
    assertThat(value(results, MetricName.KL_QUANTILE, "none", 0.9)).isCloseTo(0.45, within(1e-15));
    assertThat(value(results, MetricName.KL_QUANTILE, "none", 1.0)).isEqualTo(0.5);
    assertThat(value(results, MetricName.SAME_TOP_SHARE)).isCloseTo(4 / 6.0, within(1e-15));
    double first = Math.exp(-0.5) - Math.exp(-1);
    double third = Math.exp(-4) - Math.exp(-3);
    double fifth = Math.exp(-3) - Math.exp(-1);
    assertThat(value(results, MetricName.TARGET_PROBABILITY_RMS))
        .isCloseTo(Math.sqrt((first * first + third * third + fifth * fifth) / 6), within(1e-15));
    assertThat(value(results, MetricName.PERPLEXITY_POSITIVE))
        .isCloseTo(Math.exp(7 / 4.0), within(1e-14));
    assertThat(value(results, MetricName.PERPLEXITY_NEGATIVE))
        .isCloseTo(Math.exp(2.5), within(1e-14));
    assertThat(value(results, MetricName.REFERENCE_KL_MEAN)).isCloseTo(0.4, within(1e-15));
    assertThat(value(results, MetricName.REFERENCE_SAME_TOP_SHARE)).isEqualTo(1);
    assertThat(results.stream().filter(r -> r.condition().equals(BASELINE)))
        .extracting(MetricResult::metric)
        .containsExactly("perplexity_positive", "perplexity_negative");
    assertThat(results).filteredOn(r -> r.metric().startsWith("kl_")).allMatch(r -> r.n() == 6);
  }

  /** By hand: a has 4 tokens that sum to 1, b has 2 that sum to 0.2; the mean is 0.2. */
  @Test
  void theIntervalIsOverPairs() {
    MetricResult mean = Scores.find(results(), STEERED, "kl_mean");
    // deviations of the pairs' sums: 1 − 4 · 0.2 = 0.2 and −0.2; t(0.975, 1) = 12.706204736174694
    double error = Math.sqrt(2 * (0.2 * 0.2 + 0.2 * 0.2)) / 6;
    assertThat(mean.high()).isCloseTo(0.2 + 12.706204736174694 * error, within(1e-9));
    assertThat(mean.low()).isCloseTo(0.2 - 12.706204736174694 * error, within(1e-9));
    MetricResult same = Scores.find(results(), STEERED, "same_top_share");
    assertThat(same.low()).isBetween(0.0, same.value());
    assertThat(same.high()).isBetween(same.value(), 1.0);
  }

  @Test
  void tokensThatAreNotTheSameAreRefused() {
    double[] fewer = {-1, -2};
    run.writeTokens(BASELINE, 0, rows(fewer, false, false));
    assertThatThrownBy(this::results)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("q4, myopia, baseline")
        .hasMessageContaining("run the evaluation again");
    assertThatThrownBy(() -> TokenMetrics.of(run, List.of(STEERED), Map.of()))
        .isInstanceOf(InputException.class);
  }

  @Test
  void tokenFilesWithoutComparisonsHaveNone() {
    assertThat(TokenMetrics.of(run, List.of(REFERENCE), Map.of()))
        .extracting(MetricResult::metric)
        .containsExactly("perplexity_positive", "perplexity_negative");
    assertThat(TokenMetrics.of(run, List.of(Scores.STEERED), Map.of())).isEmpty();
  }
}
