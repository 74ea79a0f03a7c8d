package dev.steerage.report;

import dev.steerage.InputFile;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A table in fixed width, for a terminal of {@value #WIDTH} columns: the last label starts each
 * line, the labels before it are headings where they change.
 */
final class TerminalText {
  static final int WIDTH = 100;

  /** Width of the empty column that is left where names stand on lines of their own. */
  private static final int INDENT = 2;

  private static final Note SKETCH =
      new Note(
          "▁▂" + Sparkline.AXIS + "▅█",
          "Δ prop. by coefficient, "
              + Sparkline.AXIS
              + " the baseline; ▁ and █ are the least and the greatest of the table, 0 among them");

  private final TitledTable titled;
  private final TextStyle style;
  private final int first;
  private final List<Integer> widths = new ArrayList<>();
  private final boolean stacked;
  private final String gap;
  private final StringBuilder text = new StringBuilder();

  private TerminalText(TitledTable titled, TextStyle style) {
    this.titled = titled;
    this.style = style;
    this.first = titled.labels() - 1;
    for (int column = first; column < titled.units().size(); column++) {
      int width = length(titled.table().column(column).name());
      for (int row = 0; row < titled.table().rowCount(); row++) {
        width = Math.max(width, length(titled.table().getString(row, column)));
      }
      widths.add(width);
    }
    this.stacked = total(" ") > WIDTH;
    if (stacked) {
      // a long name stands above its numbers rather than pushing them off the line
      widths.set(0, INDENT);
    }
    this.gap = total("  ") > WIDTH ? " " : "  ";
  }

  static String of(TitledTable titled, TextStyle style) {
    TitledTable shown = titled.sketches().isEmpty() ? titled : withSketches(titled);
    return TableParts.of(shown, WIDTH, INDENT).stream()
        .map(part -> new TerminalText(part, style).whole())
        .collect(Collectors.joining("\n"));
  }

  private String whole() {
    addHeader();
    addRows();
    addNotes();
    return text.toString();
  }

  /** The same with the sketches in the last label, which is where a line has room. */
  private static TitledTable withSketches(TitledTable titled) {
    Table table = titled.table().copy();
    StringColumn names = table.stringColumn(titled.labels() - 1);
    int longest = names.asList().stream().mapToInt(TerminalText::length).max().orElse(0);
    for (int row = 0; row < table.rowCount(); row++) {
      String name = names.get(row);
      String padding = " ".repeat(longest - length(name) + 1);
      names.set(row, name + padding + titled.sketches().get(row));
    }
    List<Note> notes = new ArrayList<>(titled.notes());
    if (!notes.isEmpty()) {
      notes.add(SKETCH);
    }
    return new TitledTable(titled.title(), table, titled.units(), titled.labels(), notes);
  }

  private void addHeader() {
    text.append(style.strong(clean(titled.title()))).append("\n\n");
    addLine(titled.table().columnNames(), i -> style::strong);
    List<String> units = fitting(titled.units());
    if (!String.join("", units).isEmpty()) {
      addLine(units, i -> style::faint);
    }
    text.append(style.faint("-".repeat(total(gap)))).append('\n');
  }

  private void addRows() {
    List<String> heading = List.of();
    for (int row = 0; row < titled.table().rowCount(); row++) {
      List<String> cells = titled.row(row);
      List<String> names = cells.subList(0, first);
      if (!names.equals(heading)) {
        heading = names;
        addHeading(names);
      }
      if (stacked) {
        text.append(clean(cells.get(first))).append('\n');
      }
      addLine(cells, i -> cell -> isLabel(i) ? cell : style.value(cell, valueBefore(cells, i)));
    }
  }

  private boolean isLabel(int column) {
    return column < titled.labels();
  }

  private String valueBefore(List<String> cells, int column) {
    return isLabel(column - 1) ? "" : cells.get(column - 1);
  }

  private void addNotes() {
    if (!titled.notes().isEmpty()) {
      text.append('\n');
    }
    titled.notes().forEach(this::addNote);
  }

  private int total(String between) {
    int columns = widths.stream().mapToInt(Integer::intValue).sum();
    return columns + between.length() * (widths.size() - 1);
  }

  /** Units that fit into their column; the notes have the others. */
  private List<String> fitting(List<String> units) {
    List<String> fitting = new ArrayList<>(units.subList(0, first));
    for (int i = first; i < units.size(); i++) {
      String unit = units.get(i);
      fitting.add(length(unit) <= widths.get(i - first) ? unit : "");
    }
    return fitting;
  }

  private void addHeading(List<String> names) {
    String heading = String.join(", ", names.stream().filter(name -> !name.isEmpty()).toList());
    if (!heading.isEmpty()) {
      text.append(clean(heading)).append('\n');
    }
  }

  /** A line of cells, each with the look of its column; widths are those of the bare words. */
  private void addLine(List<String> cells, IntFunction<UnaryOperator<String>> looks) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.size(); i++) {
      String cell = stacked && i == 0 ? "" : clean(cells.get(first + i));
      String padding = " ".repeat(Math.max(0, widths.get(i) - length(cell)));
      String shown = looks.apply(first + i).apply(cell);
      line.append(i == 0 ? shown + padding : gap + padding + shown);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private void addNote(Note note) {
    StringBuilder line = new StringBuilder(clean(note.term())).append(':');
    for (String word : clean(note.text()).split(" ", -1)) {
      if (length(line.toString()) + 1 + length(word) > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }

  /**
   * Characters in a name could move the cursor, change colours or turn the rest of a line round.
   */
  private static String clean(String text) {
    return InputFile.printable(text);
  }

  /** Columns of a terminal: marks upon letters and of direction have none of their own. */
  private static int length(String text) {
    return (int) text.codePoints().filter(c -> !isWithoutWidth(c)).count();
  }

  private static boolean isWithoutWidth(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || (type == Character.FORMAT && c != 0xAD); // the soft hyphen is seen
  }
}
