package dev.steerage.report;

import dev.steerage.metric.MetricResult;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.table.TableSlice;

/** A table of texts, row by row, and what tables of conditions have in common. */
final class TextTable {
  private final Table table = Table.create();

  /** No rows yet. */
  TextTable(List<String> columns) {
    columns.forEach(name -> table.addColumns(StringColumn.create(name)));
  }

  /** Adds a row; cells behind the last column are left out. */
  void add(List<String> cells) {
    for (int i = 0; i < table.columnCount(); i++) {
      table.stringColumn(i).append(cells.get(i));
    }
  }

  /** The rows so far. */
  Table table() {
    return table;
  }

  /** One table a behavior that has conditions to show; random directions are left out. */
  static List<TitledTable> perBehavior(
      List<MetricResult> results,
      Predicate<ConditionMetrics> isShown,
      Function<List<ConditionMetrics>, TitledTable> table) {
    List<TitledTable> tables = new ArrayList<>();
    for (TableSlice behavior : MetricsTable.of(results).splitOn("behavior")) {
      List<ConditionMetrics> conditions =
          ConditionMetrics.withoutRandom(behavior.asTable()).stream().filter(isShown).toList();
      if (!conditions.isEmpty()) {
        tables.add(table.apply(conditions));
      }
    }
    return tables;
  }

  /** What conditions are called: without the vector's name where the title has it. */
  static Function<Condition, String> labels(List<String> vectors) {
    return vectors.size() == 1 ? ConditionLabel::place : ConditionLabel::of;
  }
}
