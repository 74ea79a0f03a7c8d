package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

class TableFilesTest {
  private static Map<String, String> files(String... behaviors) {
    return TableFiles.of(
        MetricsReport.summary(Results.of("demo", behaviors), Normalization.PAPER, List.of())
            .tables());
  }

  private static Table read(String csv) {
    return Table.read()
        .usingOptions(CsvReadOptions.builderFromString(csv).missingValueIndicator(""));
  }

  @Test
  void everyTableHasThreeFilesThatAreCalledAfterIt() {
    assertThat(files("myopia", "corrigible").keySet())
        .containsExactly(
            "myopia-summary.csv",
            "myopia-summary.md",
            "myopia-summary.tex",
            "corrigible-summary.csv",
            "corrigible-summary.md",
            "corrigible-summary.tex");
    assertThat(TableFiles.of(HostileText.report("b").tables()).keySet())
        .contains(
            "verdict.csv", "slopes.tex", "b-steerability.md", "b-quartiles.csv", "b-effects.md");
  }

  @Test
  void namesAreDistinctOnEveryFileSystem() {
    Set<String> names = files("a b", "a_b", "A_b", "x", "").keySet();
    assertThat(names)
        .hasSize(15)
        .contains("a_b-summary.csv", "a_b-summary-2.csv", "A_b-summary-3.csv", "summary-2.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"verdict.md", "myopia-summary.csv", "a-b-side-effects-12.tex", "own-vectors.csv"})
  void filesOfTablesAreKnownByTheirNames(String name) {
    assertThat(TableFiles.isOwn(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summary.csv",
        "summary.tex",
        "comparison.csv",
        "comparison.tex",
        "notes.md",
        "verdict.txt",
        "verdict.md.part",
        "my-verdicts.csv",
        "paper.tex"
      })
  void otherFilesAreNot(String name) {
    assertThat(TableFiles.isOwn(name)).isFalse();
  }

  @Test
  void csvHasEveryNumberExactlyInAColumnOfItsOwn() {
    List<MetricResult> results = Results.of("demo", "myopia");
    Table table = read(files("myopia").get("myopia-summary.csv"));
    assertThat(table.columnNames())
        .startsWith("model", "condition", "condition coefficient", "condition layer")
        .contains("Δ prop. (nats/token)", "Δ prop. low (nats/token)", "Δ prop. high (nats/token)")
        .contains("flips to positive (pairs)", "flips to negative (pairs)", "z (nats/token)");
    Row row = table.row(2);
    assertThat(row.getString("condition")).isEqualTo("L2 ×1.5");
    assertThat(row.getInt("condition layer")).isEqualTo(2);
    assertThat(row.getDouble("condition coefficient")).isEqualTo(1.5);
    assertThat(row.getInt("flips to positive (pairs)")).isEqualTo(6);
    MetricResult change =
        results.stream()
            .filter(r -> r.metric().equals("delta_propensity"))
            .filter(r -> r.condition().coefficient() == 1.5)
            .findFirst()
            .orElseThrow();
    assertThat(row.getDouble("Δ prop. (nats/token)")).isEqualTo(change.value());
    assertThat(row.getDouble("Δ prop. low (nats/token)")).isEqualTo(change.low());
    assertThat(row.getDouble("Δ prop. high (nats/token)")).isEqualTo(change.high());
    assertThat(table.row(0).isMissing("Δ prop. (nats/token)")).isTrue();
  }

  @Test
  void markdownAndLatexHaveTheDigitsThatIntervalsSupport() {
    Map<String, String> files = files("myopia");
    assertThat(files.get("myopia-summary.md"))
        .contains("| demo | L2 ×1.5 | +0.142 ± 0.026 |", "### myopia: 12 pairs, vector myopia");
    assertThat(files.get("myopia-summary.tex"))
        .startsWith("% Needs \\usepackage{booktabs}, and in pdfLaTeX \\usepackage[T1]{fontenc}")
        .contains(
            "\\caption{myopia: 12 pairs, vector myopia. $\\pm$ is the half-width of the 95 \\%")
        .contains("\\label{tab:myopia-summary}")
        .contains("{}L2 $\\times$1.5 & ${+0.142} \\pm 0.026$ &");
  }
}
