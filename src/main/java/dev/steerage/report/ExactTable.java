package dev.steerage.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Cells for CSV: a column a part of whole numbers, doubles or texts, in a table's order. */
final class ExactTable {
  private ExactTable() {}

  /**
   * A table of cells; a column without any part in any row is left out.
   *
   * @param columns their names
   * @param units of each column, empty where there is none; they stand in the names in parentheses
   * @param rows with at least a cell a column
   */
  static Table of(List<String> columns, List<String> units, List<List<Cell>> rows) {
    Table table = Table.create();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      List<Cell> cells = rows.stream().map(row -> row.get(column)).toList();
      Set<String> parts = new LinkedHashSet<>();
      cells.forEach(cell -> parts.addAll(cell.exact().keySet()));
      for (String part : parts) {
        String name = part.isEmpty() ? columns.get(i) : columns.get(i) + " " + part;
        String unit = units.get(i).isEmpty() ? "" : " (" + units.get(i) + ")";
        table.addColumns(
            column(
                name + unit,
                cells.stream().map(c -> Optional.ofNullable(c.exact().get(part))).toList()));
      }
    }
    return table;
  }

  private static Column<?> column(String name, List<Optional<Object>> values) {
    if (areAll(Integer.class, values)) {
      IntColumn column = IntColumn.create(name);
      values.forEach(
          v -> v.ifPresentOrElse(known -> column.append((Integer) known), column::appendMissing));
      return column;
    }
    if (areAll(Number.class, values)) {
      DoubleColumn column = DoubleColumn.create(name);
      values.forEach(
          v -> v.ifPresentOrElse(known -> column.append((Number) known), column::appendMissing));
      return column;
    }
    StringColumn column = StringColumn.create(name);
    values.forEach(v -> column.append(v.map(Object::toString).orElse("")));
    return column;
  }

  private static boolean areAll(Class<?> type, List<Optional<Object>> values) {
    return values.stream().flatMap(Optional::stream).allMatch(type::isInstance);
  }
}
