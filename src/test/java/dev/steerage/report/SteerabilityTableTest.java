package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Metrics;
import dev.steerage.metric.Normalization;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteerabilityTableTest {
  private static Condition at(String vector, int layer, double coefficient) {
    String name = vector + "-layer" + layer + "-" + coefficient;
    return new Condition("demo", "myopia", name, vector, layer, coefficient);
  }

  private static List<MetricResult> results(Condition... conditions) {
    List<ScoreRow> rows = new ArrayList<>(rows(Condition.baseline("demo", "myopia")));
    for (Condition condition : conditions) {
      rows.addAll(rows(condition));
    }
    return Metrics.of(rows, Aggregation.MEAN);
  }

  /** Each pair's propensity is 0.01 · layer · coefficient, and a bit that is the pair's own. */
  private static List<ScoreRow> rows(Condition c) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int layer = c.layer() == null ? 0 : c.layer();
      double m = 0.01 * i + c.coefficient() * (0.01 * layer + 0.001 * (i % 2));
      rows.add(new ScoreRow(c, "p" + i, Pole.POSITIVE, 1, m - 1, m - 1, 0));
      rows.add(new ScoreRow(c, "p" + i, Pole.NEGATIVE, 1, -1, -1, 0));
    }
    return rows;
  }

  private static List<List<String>> cells(TitledTable table) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < table.table().rowCount(); i++) {
      rows.add(table.row(i));
    }
    return rows;
  }

  @Test
  void hasALineALayerAndTheBestOnItsLayersLine() {
    List<MetricResult> results =
        results(at("v", 2, -1), at("v", 2, 1), at("v", 2, 3), at("v", 4, -0.5), at("v", 4, 0.5));
    List<TitledTable> tables = SteerabilityTable.of(results);
    assertThat(tables).hasSize(1);
    assertThat(tables.get(0).title()).isEqualTo("myopia: steerability, vector v");
    // the first half has even pairs, 0.02 a unit at layer 2; the others have 0.021
    assertThat(cells(tables.get(0)))
        .containsExactly(
            List.of(
                "demo",
                "L2",
                "+0.0205±0.0003",
                "0.000",
                "1.000",
                "×3",
                "+0.0630±0.0000",
                "±1",
                "+0.0205±0.0003",
                "0.0000±0.0000"),
            List.of(
                "demo",
                "L4",
                "+0.0405±0.0003",
                "0.000",
                "1.000",
                "",
                "",
                "±0.5",
                "+0.0203±0.0002",
                "0.0000±0.0000"));
  }

  @Test
  void anInterventionWithOneLayerAndCoefficientHasNoLine() {
    assertThat(SteerabilityTable.of(results(at("v", 2, 1)))).isEmpty();
    List<TitledTable> tables =
        SteerabilityTable.of(results(at("v", 2, 1), at("w", 2, 1), at("w", 3, 1)));
    assertThat(cells(tables.get(0))).extracting(row -> row.get(1)).containsExactly("L2", "L3");
  }

  @Test
  void aTerminalHasTheCurvesWithinItsWidthAndFilesHaveNot() {
    Condition[] nine = new Condition[8];
    for (int i = 0; i < nine.length; i++) {
      nine[i] = at("v", 2, i < 4 ? i - 4 : i - 3);
    }
    MetricsReport report = report(results(nine));
    String text = TableFormat.TABLE.render(report);
    assertThat(text).contains("\nL2 ▁▂▃▄│▅▆▇█ ").contains("\n▁▂│▅█: Δ prop. by coefficient, │ the");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(TableFormat.MD.render(report) + TableFormat.TEX.render(report))
        .doesNotContain("│", "▁");

    String two = TableFormat.TABLE.render(report(results(at("v", 2, 1), at("v", 10, 1))));
    assertThat(two).contains("\nL2  │▂ ", "\nL10 │█ ");
    two =
        TableFormat.TABLE.render(
            report(results(at("v", 2, -1), at("v", 2, 1), at("v", 10, -1), at("v", 10, 1))));
    // a unit moves layer 10 by 0.1 and layer 2 by 0.02: block 0 and 7 of 7, and 2.8 and 4.2
    assertThat(two).contains("\nL2  ▄│▅ ", "\nL10 ▁│█ ");

    String name = "a-vector-with-a-name-that-takes-half-of-the-line";
    String named =
        TableFormat.TABLE.render(
            report(results(at("v", 2, -1), at("v", 2, 1), at(name, 2, -1), at(name, 2, 1))));
    assertThat(named.lines())
        .contains(name + " L2 ▁│█")
        .anyMatch(line -> line.matches("v L2 +▁│█"))
        .allMatch(line -> line.length() <= 100);
  }

  private static MetricsReport report(List<MetricResult> results) {
    return new MetricsReport(results, SteerabilityTable.of(results), List.of());
  }

  @Test
  void otherTablesHaveNoLineForSlopes() {
    List<MetricResult> results = results(at("v", 2, -1), at("v", 2, 1), at("v", 4, 1));
    assertThat(results).anyMatch(r -> r.condition().condition().equals("v-layer2"));
    List<Normalization> all = List.of(Normalization.values());
    MetricsReport report =
        MetricsReport.summary(results, Normalization.PAPER, List.of())
            .withStrengths()
            .withDivergences()
            .withQuartiles(all);
    assertThat(report.tables()).hasSize(2);
    assertThat(report.tables().get(0).table().rowCount()).isEqualTo(4);
    assertThat(report.tables().get(1).table().rowCount()).isEqualTo(3 * 3 * 4);
    assertThat(TableFormat.TABLE.render(report)).doesNotContain("v-layer2 ", "NaN");
    String full = TableFormat.TABLE.render(report.withSteerability());
    assertThat(full).contains("myopia: steerability, vector v");
    assertThat(full.lines()).allMatch(line -> line.length() <= 100);
    assertThat(TableFormat.TEX.render(report.withSteerability())).contains("held-out $\\Delta$");
  }
}
