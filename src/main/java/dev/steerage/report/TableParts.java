package dev.steerage.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** Cuts tables with many columns to a width: each part has the labels and some of the numbers. */
final class TableParts {
  private final TitledTable titled;
  private final int width;

  private TableParts(TitledTable titled, int width) {
    this.titled = titled;
    this.width = width;
  }

  /**
   * Parts in the order of the columns, of which each has one at least; the table itself where it is
   * narrow enough. The last has the notes.
   *
   * @param width of a line, of which the last label takes {@code label}
   */
  static List<TitledTable> of(TitledTable titled, int width, int label) {
    TableParts parts = new TableParts(titled, width);
    List<List<Integer>> columns = parts.columns(label);
    if (columns.size() < 2) {
      return List.of(titled);
    }
    List<TitledTable> tables = new ArrayList<>();
    for (List<Integer> of : columns) {
      tables.add(parts.part(of, " (%d of %d)".formatted(tables.size() + 1, columns.size())));
    }
    TitledTable last = tables.remove(tables.size() - 1);
    List<TitledTable> all =
        new ArrayList<>(tables.stream().map(TitledTable::withoutNotes).toList());
    all.add(last);
    return all;
  }

  /** Which numbers each part has. */
  private List<List<Integer>> columns(int label) {
    List<List<Integer>> parts = new ArrayList<>();
    int used = width + 1;
    for (int column = titled.labels(); column < titled.units().size(); column++) {
      used += 1 + width(column);
      if (used > width) {
        parts.add(new ArrayList<>());
        used = label + 1 + width(column);
      }
      parts.get(parts.size() - 1).add(column);
    }
    return parts;
  }

  private int width(int column) {
    return IntStream.range(0, titled.table().rowCount())
        .mapToObj(row -> titled.table().getString(row, column))
        .mapToInt(TableParts::length)
        .reduce(length(titled.table().column(column).name()), Math::max);
  }

  private TitledTable part(List<Integer> numbers, String which) {
    List<Integer> columns = new ArrayList<>();
    IntStream.range(0, titled.labels()).forEach(columns::add);
    columns.addAll(numbers);
    Table table = Table.create();
    columns.forEach(column -> table.addColumns(titled.table().column(column).copy()));
    return new TitledTable(
        titled.title() + which,
        table,
        columns.stream().map(titled.units()::get).toList(),
        titled.labels(),
        titled.notes());
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
