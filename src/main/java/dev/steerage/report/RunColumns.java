package dev.steerage.report;

import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table with a column for each of several runs.
 *
 * @param names of the runs
 * @param lines in the order to print
 */
record RunColumns(List<String> names, List<Line> lines) {
  private static final int MOST_OF_NAME = 24;
  private static final String CUT = "…";

  /**
   * A line.
   *
   * @param heading of the lines that have it in common
   * @param thing that the line is about
   * @param cells one a run
   */
  record Line(String heading, String thing, List<String> cells) {}

  /**
   * The table.
   *
   * @param headings what the column of the headings is called
   * @param things what that of the things is
   */
  TitledTable table(Heading heading, String headings, String things, List<Note> notes) {
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<String> columns = new ArrayList<>();
    columns.add(unique(headings, taken));
    columns.add(unique(things, taken));
    names.forEach(name -> columns.add(unique(shortened(name), taken)));
    TextTable table = new TextTable(columns);
    for (Line line : lines) {
      List<String> cells = new ArrayList<>(List.of(line.heading(), line.thing()));
      cells.addAll(line.cells());
      table.add(cells.stream().map(Cell::of).toList());
    }
    return new TitledTable(heading, table, Collections.nCopies(columns.size(), ""), 2, notes);
  }

  /** Columns of one table cannot have one name, and capitals make no other. */
  private static String unique(String name, Set<String> taken) {
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + " #" + number;
    }
    return free;
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= MOST_OF_NAME
        ? name
        : CUT + name.substring(name.offsetByCodePoints(name.length(), 1 - MOST_OF_NAME));
  }
}
