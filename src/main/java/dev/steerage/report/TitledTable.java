package dev.steerage.report;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * A table ready to print: every cell is text.
 *
 * @param title one line
 * @param table string columns
 * @param units of each column, empty where there is none
 * @param labels how many leading columns say what a row is about; the others hold numbers
 * @param notes what the columns mean, printed below
 * @param sketches a {@link Sparkline} for each row, shown on a terminal only; or none at all
 */
public record TitledTable(
    String title,
    Table table,
    List<String> units,
    int labels,
    List<Note> notes,
    List<String> sketches) {

  /** What a word in the table means. */
  public record Note(String term, String text) {}

  public TitledTable {
    units = List.copyOf(units);
    notes = List.copyOf(notes);
    sketches = List.copyOf(sketches);
    if (units.size() != table.columnCount()) {
      throw new IllegalArgumentException("a unit for each column");
    }
    if (!sketches.isEmpty() && sketches.size() != table.rowCount()) {
      throw new IllegalArgumentException("a sketch for each row");
    }
  }

  /** A table without sketches. */
  public TitledTable(String title, Table table, List<String> units, int labels, List<Note> notes) {
    this(title, table, units, labels, notes, List.of());
  }

  /** The cells of a row. */
  List<String> row(int row) {
    return table.columns().stream().map(column -> column.getString(row)).toList();
  }

  /** Column names with their units in parentheses. */
  List<String> headers() {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      String unit = units.get(i);
      headers.add(table.column(i).name() + (unit.isEmpty() ? "" : " (" + unit + ")"));
    }
    return headers;
  }

  /** The same with a sketch for each row. */
  TitledTable withSketches(List<String> lines) {
    return new TitledTable(title, table, units, labels, notes, lines);
  }

  /** The same with a note before the others. */
  TitledTable withNote(Note note) {
    List<Note> all = new ArrayList<>(List.of(note));
    all.addAll(notes);
    return new TitledTable(title, table, units, labels, all, sketches);
  }

  /** The same without notes. */
  TitledTable withoutNotes() {
    return new TitledTable(title, table, units, labels, List.of(), sketches);
  }
}
