package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.InputException;
import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.ChoiceRow;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against numbers worked out by hand. */
class CapabilityMetricsTest {
  private static final Condition BASELINE = Condition.baseline("m", "set");
  private static final Condition STEERED = new Condition("m", "set", "v-1", "v", 1, 1);

  @TempDir private Path folder;
  private RunFolder run;
  private CapabilityFolder capability;

  @BeforeEach
  void open() {
    run = RunFolder.open(folder, "spec", Map.of(), RunFolder.Existing.RESUME);
    capability = new CapabilityFolder(run);
    capability.writeConditions(List.of(BASELINE, STEERED));
  }

  /** Two choices a question, of 2 and 4 tokens and 4 and 20 bytes, the first one right. */
  private static List<ChoiceRow> rows(ChoiceAnswer answer, double[]... sums) {
    List<ChoiceRow> rows = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      rows.add(new ChoiceRow("q" + i, 0, answer, true, true, 2, 4, sums[i][0]));
      rows.add(new ChoiceRow("q" + i, 1, answer, false, false, 4, 20, sums[i][1]));
    }
    return rows;
  }

  private List<MetricResult> results(MetricName name, Condition condition) {
    return CapabilityMetrics.of(run).stream()
        .filter(r -> r.metric().equals(name.word()) && r.condition().equals(condition))
        .toList();
  }

  private MetricResult result(MetricName name, Condition condition, String normalization) {
    return results(name, condition).stream()
        .filter(r -> r.normalization().equals(normalization))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theRightChoiceIsTheLikeliestByTokenByByteOrInAll() {
    // sums, per token, per byte: -3 > -5, -1.5 < -1.25, -0.75 < -0.25
    capability.write(BASELINE, rows(ChoiceAnswer.TEXT, new double[][] {{-3, -5}}));
    List<MetricResult> all = results(MetricName.CAPABILITY_ACCURACY, BASELINE);
    assertThat(all)
        .extracting(MetricResult::normalization)
        .containsExactly("bytes", "none", "tokens");
    assertThat(all).extracting(MetricResult::value).containsExactly(0.0, 1.0, 0.0);
  }

  @Test
  void theNormalizationThatWasAskedForComesFirst() {
    run.noteProvenance("capabilities", List.of(Map.of("name", "set", "normalization", "tokens")));
    capability.write(BASELINE, rows(ChoiceAnswer.TEXT, new double[][] {{-3, -5}}));
    assertThat(results(MetricName.CAPABILITY_ACCURACY, BASELINE).get(0).normalization())
        .isEqualTo("tokens");
  }

  @Test
  void flipsArePairedAndATieIsWrong() {
    capability.write(
        BASELINE,
        rows(
            ChoiceAnswer.LETTER,
            new double[][] {{-1, -2}, {-1, -2}, {-1, -2}, {-2, -1}, {-1, -1}, {-3, -2}}));
    capability.write(
        STEERED,
        rows(
            ChoiceAnswer.LETTER,
            new double[][] {{-2, -1}, {-2, -2}, {-3, -1}, {-1, -2}, {-1, -1}, {-3, -2}}));
    MetricResult accuracy = result(MetricName.CAPABILITY_ACCURACY, BASELINE, "letter");
    assertThat(accuracy.value()).isEqualTo(0.5);
    // scipy.stats.binomtest(3, 6).proportion_ci(method="wilson")
    assertThat(accuracy.low()).isCloseTo(0.18761, within(1e-5));
    assertThat(accuracy.high()).isCloseTo(0.81239, within(1e-5));
    assertThat(accuracy.n()).isEqualTo(6);
    assertThat(results(MetricName.CAPABILITY_ACCURACY_CHANGE, BASELINE)).isEmpty();

    assertThat(result(MetricName.CAPABILITY_FLIPS_TO_CORRECT, STEERED, "letter").value())
        .isEqualTo(1);
    assertThat(result(MetricName.CAPABILITY_FLIPS_TO_WRONG, STEERED, "letter").value())
        .isEqualTo(3);
    // scipy.stats.binomtest(1, 4).pvalue
    assertThat(result(MetricName.CAPABILITY_MCNEMAR_P, STEERED, "letter").value())
        .isCloseTo(0.625, within(1e-12));
    MetricResult change = result(MetricName.CAPABILITY_ACCURACY_CHANGE, STEERED, "letter");
    assertThat(change.value()).isCloseTo(-1.0 / 3, within(1e-12));
    // x = [-1,-1,-1,1,0,0]: mean ± t(0.975, 5) · 0.816497 / √6
    assertThat(change.high())
        .isCloseTo(-1.0 / 3 + 2.570582 * 0.816497 / Math.sqrt(6), within(1e-5));
  }

  @Test
  void theMassOfSeveralTrueChoicesIsTheirShareInAllProbability() {
    double[] p = {0.1, 0.2, 0.3};
    List<ChoiceRow> rows = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      double sum = Math.log(p[i]) - 800; // exp of it is 0
      rows.add(new ChoiceRow("a", i, ChoiceAnswer.TEXT, i != 1, i == 0, 1, 1, sum));
    }
    capability.write(BASELINE, rows);
    MetricResult mass = result(MetricName.CAPABILITY_TRUE_MASS, BASELINE, "none");
    assertThat(mass.value()).isCloseTo(0.4 / 0.6, within(1e-12));
    assertThat(results(MetricName.CAPABILITY_TRUE_MASS, BASELINE)).hasSize(1);
    // the best is less likely than a wrong one, whatever another true one is
    assertThat(result(MetricName.CAPABILITY_ACCURACY, BASELINE, "none").value()).isEqualTo(0);
  }

  @Test
  void questionsThatAreNotTheBaselinesAreRefused() {
    capability.write(BASELINE, rows(ChoiceAnswer.TEXT, new double[][] {{-1, -2}}));
    capability.write(STEERED, rows(ChoiceAnswer.TEXT, new double[][] {{-1, -2}, {-1, -2}}));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> CapabilityMetrics.of(run))
        .withMessageContaining("not those of its baseline");
  }
}
