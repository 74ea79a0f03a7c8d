package dev.steerage.report;

import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Tables with a column for each of several runs, as many tables as a terminal's width needs.
 *
 * @param names of the runs
 * @param lines in the order to print
 */
record RunColumns(List<String> names, List<Line> lines) {
  private static final int GAP = 2;
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
   * The tables.
   *
   * @param labels what the columns of headings and things are called
   */
  List<TitledTable> tables(String title, List<String> labels, List<Note> notes) {
    List<TitledTable> tables = new ArrayList<>();
    int from = 0;
    while (from < names.size()) {
      int to = fitting(from);
      String part =
          to - from == names.size()
              ? ""
              : String.format(Locale.ROOT, " (runs %d to %d of %d)", from + 1, to, names.size());
      Table table = table(labels, from, to);
      List<String> units = Collections.nCopies(table.columnCount(), "");
      tables.add(new TitledTable(title + part, table, units, labels.size(), notes));
      from = to;
    }
    return tables;
  }

  /** One behind the last run whose column fits beside those from {@code from} on; one at least. */
  private int fitting(int from) {
    int width = lines.stream().mapToInt(line -> length(line.thing())).max().orElse(0);
    int to = from;
    while (to < names.size()) {
      width += GAP + width(to);
      if (width > TerminalText.WIDTH && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  private int width(int run) {
    int width = length(heading(run));
    for (Line line : lines) {
      width = Math.max(width, length(line.cells().get(run)));
    }
    return width;
  }

  private Table table(List<String> labels, int from, int to) {
    Table table = Table.create();
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    labels.forEach(label -> table.addColumns(StringColumn.create(unique(label, taken))));
    for (int run = from; run < to; run++) {
      table.addColumns(StringColumn.create(unique(heading(run), taken)));
    }
    for (Line line : lines) {
      List<String> cells = new ArrayList<>(List.of(line.heading(), line.thing()));
      cells.addAll(line.cells().subList(from, to));
      for (int i = 0; i < cells.size(); i++) {
        table.stringColumn(i).append(cells.get(i));
      }
    }
    return table;
  }

  /** Columns of one table cannot have one name, and capitals make no other. */
  private static String unique(String name, Set<String> taken) {
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + " #" + number;
    }
    return free;
  }

  private String heading(int run) {
    String name = names.get(run);
    return length(name) <= MOST_OF_NAME
        ? name
        : CUT + name.substring(name.offsetByCodePoints(name.length(), 1 - MOST_OF_NAME));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
