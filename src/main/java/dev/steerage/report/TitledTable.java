package dev.steerage.report;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * A table ready to print.
 *
 * @param heading what it is called
 * @param rows of cells
 * @param units of each column, empty where there is none
 * @param labels how many leading columns say what a row is about; the others hold numbers
 * @param notes what the columns mean, printed below
 * @param sketches a {@link Sparkline} for each row, shown on a terminal only; or none at all
 */
public record TitledTable(
    Heading heading,
    TableRows rows,
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
    if (units.size() != rows.shown().columnCount()) {
      throw new IllegalArgumentException("a unit for each column");
    }
    if (!sketches.isEmpty() && sketches.size() != rows.shown().rowCount()) {
      throw new IllegalArgumentException("a sketch for each row");
    }
  }

  /** A table without sketches. */
  TitledTable(Heading heading, TextTable table, List<String> units, int labels, List<Note> notes) {
    this(heading, table.rows(units), units, labels, notes, List.of());
  }

  /** A table of texts. */
  public TitledTable(String title, Table table, List<String> units, int labels, List<Note> notes) {
    this(new Heading("", "", title, ""), TableRows.of(table), units, labels, notes, List.of());
  }

  /** One line. */
  public String title() {
    return heading.title();
  }

  /** String columns with digits that are the same all down a column. */
  public Table table() {
    return rows.shown();
  }

  /** The cells of a row. */
  List<String> row(int row) {
    return texts(rows.shown(), row);
  }

  /** The same cells with the digits that intervals support. */
  List<String> roundedRow(int row) {
    return texts(rows.rounded(), row);
  }

  private static List<String> texts(Table table, int row) {
    return table.columns().stream().map(column -> column.getString(row)).toList();
  }

  /** Column names with their units in parentheses. */
  List<String> headers() {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      String unit = units.get(i);
      headers.add(table().column(i).name() + (unit.isEmpty() ? "" : " (" + unit + ")"));
    }
    return headers;
  }

  /** The same with a sketch for each row. */
  TitledTable withSketches(List<String> lines) {
    return new TitledTable(heading, rows, units, labels, notes, lines);
  }

  /** The same with a note before the others. */
  TitledTable withNote(Note note) {
    List<Note> all = new ArrayList<>(List.of(note));
    all.addAll(notes);
    return new TitledTable(heading, rows, units, labels, all, sketches);
  }

  /** The same without notes. */
  TitledTable withoutNotes() {
    return new TitledTable(heading, rows, units, labels, List.of(), sketches);
  }
}
