package dev.steerage.report;

import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.Verdict;
import dev.steerage.runlog.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The long table of models against their references: the columns of {@code comparison.csv}. */
public final class ComparisonTable {
  private static final List<String> TEXTS =
      List.of("metric", "reference", "model", "behavior", "condition", "intervention");

  private ComparisonTable() {}

  /** The results as CSV, in their order. */
  public static String csv(List<ComparisonResult> results) {
    Table table = Table.create("comparison");
    TEXTS.forEach(name -> table.addColumns(StringColumn.create(name)));
    table.addColumns(IntColumn.create("layer"));
    for (String name : List.of("coefficient", "value", "low", "high")) {
      table.addColumns(DoubleColumn.create(name));
    }
    table.addColumns(
        IntColumn.create("n"),
        StringColumn.create("unit"),
        DoubleColumn.create("p"),
        DoubleColumn.create("p_holm"),
        StringColumn.create("verdict"));
    results.forEach(result -> append(table, result));
    return CsvText.of(table);
  }

  private static void append(Table table, ComparisonResult result) {
    Condition c = result.condition();
    List<String> texts =
        List.of(
            result.name().word(),
            result.reference(),
            c.model(),
            c.behavior(),
            c.condition(),
            c.intervention());
    for (int i = 0; i < texts.size(); i++) {
      table.stringColumn(i).append(texts.get(i));
    }
    Integer layer = c.layer();
    if (layer == null) {
      table.intColumn("layer").appendMissing();
    } else {
      table.intColumn("layer").append(layer.intValue());
    }
    number(table, "coefficient", c.coefficient());
    number(table, "value", result.value());
    number(table, "low", result.low());
    number(table, "high", result.high());
    table.intColumn("n").append(result.n());
    table.stringColumn("unit").append(result.unit());
    number(table, "p", result.p());
    number(table, "p_holm", result.holm());
    Verdict verdict = result.verdict();
    table.stringColumn("verdict").append(verdict == null ? "" : verdict.word());
  }

  private static void number(Table table, String name, @Nullable Double value) {
    if (value == null || value.isNaN()) {
      table.doubleColumn(name).appendMissing();
    } else {
      table.doubleColumn(name).append(value.doubleValue());
    }
  }
}
