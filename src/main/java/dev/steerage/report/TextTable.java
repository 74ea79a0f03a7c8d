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

/** A table that is made row by row, and what tables of conditions have in common. */
final class TextTable {
  private final List<String> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** No rows yet. */
  TextTable(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row; cells behind the last column are left out. */
  void add(List<Cell> cells) {
    rows.add(List.copyOf(cells));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * The rows so far.
   *
   * @param units of each column, empty where there is none
   */
  TableRows rows(List<String> units) {
    return new TableRows(
        texts(Cell::shown), texts(Cell::rounded), ExactTable.of(columns, units, rows));
  }

  private Table texts(Function<Cell, String> text) {
    Table table = Table.create();
    for (int i = 0; i < columns.size(); i++) {
      StringColumn column = StringColumn.create(columns.get(i));
      for (List<Cell> row : rows) {
        column.append(text.apply(row.get(i)));
      }
      table.addColumns(column);
    }
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
  static Function<Condition, Cell> labels(List<String> vectors) {
    return vectors.size() == 1
        ? c -> ConditionLabel.cell(ConditionLabel.place(c), c)
        : c -> ConditionLabel.cell(ConditionLabel.of(c), c);
  }
}
