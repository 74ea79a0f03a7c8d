package dev.steerage.report;

import dev.steerage.InputException;
import dev.steerage.metric.MetricResult;
import dev.steerage.runlog.Condition;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** The long table of metrics, one result a row: the columns of {@code metrics.csv}. */
public final class MetricsTable {
  private static final List<String> TEXTS =
      List.of("metric", "normalization", "model", "behavior", "condition", "intervention", "unit");
  private static final List<String> COUNTS = List.of("layer", "n");
  private static final List<String> COLUMNS =
      List.of(
          "metric",
          "normalization",
          "model",
          "behavior",
          "condition",
          "intervention",
          "layer",
          "coefficient",
          "fraction",
          "value",
          "low",
          "high",
          "n",
          "unit");

  private MetricsTable() {}

  /** The results as a Tablesaw table, in their order. */
  public static Table of(List<MetricResult> results) {
    Table table = Table.create("metrics");
    for (String name : COLUMNS) {
      table.addColumns(type(name).create(name));
    }
    for (MetricResult result : results) {
      append(table, result);
    }
    return table;
  }

  /** The results as CSV; {@link #read} gives the same results back. */
  public static String csv(List<MetricResult> results) {
    return CsvText.of(of(results));
  }

  /**
   * Reads a {@code metrics.csv}. Columns may come in any order, and others are passed over.
   *
   * @throws InputException if a column is missing or a cell is not what its column holds
   * @throws IOException if the file cannot be read
   */
  public static List<MetricResult> read(Path file) throws IOException {
    Table table = table(file, Files.readString(file));
    for (String name : COLUMNS) {
      if (!table.containsColumn(name)) {
        throw InputException.in(
            file, "has no column '" + name + "'; metrics.csv has " + String.join(", ", COLUMNS));
      }
    }
    CsvText.unguard(table);
    List<MetricResult> results = new ArrayList<>();
    for (Row row : table) {
      results.add(result(row));
    }
    return List.copyOf(results);
  }

  private static Table table(Path file, String csv) {
    Reader reader = new StringReader(csv);
    try {
      return Table.read()
          .usingOptions(
              CsvReadOptions.builder(reader)
                  .missingValueIndicator("")
                  .columnTypesPartial(
                      name -> COLUMNS.contains(name) ? Optional.of(type(name)) : Optional.empty()));
    } catch (RuntimeException e) {
      // Tablesaw and its parser throw several kinds, each naming the cell
      throw InputException.in(
          file,
          "is not a table of metrics: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  private static ColumnType type(String name) {
    if (TEXTS.contains(name)) {
      return ColumnType.STRING;
    }
    return COUNTS.contains(name) ? ColumnType.INTEGER : ColumnType.DOUBLE;
  }

  private static void append(Table table, MetricResult result) {
    Condition condition = result.condition();
    text(table, "metric", result.metric());
    text(table, "normalization", result.normalization());
    text(table, "model", condition.model());
    text(table, "behavior", condition.behavior());
    text(table, "condition", condition.condition());
    text(table, "intervention", condition.intervention());
    count(table, "layer", condition.layer());
    number(table, "coefficient", condition.coefficient());
    number(table, "fraction", result.fraction());
    number(table, "value", result.value());
    number(table, "low", result.low());
    number(table, "high", result.high());
    count(table, "n", result.n());
    text(table, "unit", result.unit());
  }

  private static void text(Table table, String column, String value) {
    table.stringColumn(column).append(value);
  }

  private static void number(Table table, String name, @Nullable Double value) {
    DoubleColumn column = table.doubleColumn(name);
    if (value == null) {
      column.appendMissing();
    } else {
      column.append(value.doubleValue());
    }
  }

  private static void count(Table table, String name, @Nullable Integer value) {
    IntColumn column = table.intColumn(name);
    if (value == null) {
      column.appendMissing();
    } else {
      column.append(value.intValue());
    }
  }

  /** The result in a row of {@link #of}. */
  static MetricResult result(Row row) {
    Condition condition =
        new Condition(
            row.getString("model"),
            row.getString("behavior"),
            row.getString("condition"),
            row.getString("intervention"),
            row.isMissing("layer") ? null : row.getInt("layer"),
            row.getDouble("coefficient"));
    return new MetricResult(
        row.getString("metric"),
        row.getString("normalization"),
        condition,
        optional(row, "fraction"),
        row.getDouble("value"),
        optional(row, "low"),
        optional(row, "high"),
        row.getInt("n"),
        row.getString("unit"));
  }

  private static @Nullable Double optional(Row row, String column) {
    return row.isMissing(column) ? null : row.getDouble(column);
  }
}
