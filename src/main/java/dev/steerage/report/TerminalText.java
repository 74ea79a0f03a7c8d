package dev.steerage.report;

import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.List;

/**
 * A table in fixed width, for a terminal of {@value #WIDTH} columns: the last label starts each
 * line, the labels before it are headings where they change.
 */
final class TerminalText {
  static final int WIDTH = 100;

  private final TitledTable titled;
  private final int first;
  private final List<Integer> widths = new ArrayList<>();

  private TerminalText(TitledTable titled) {
    this.titled = titled;
    this.first = titled.labels() - 1;
    for (int column = first; column < titled.units().size(); column++) {
      int width = length(titled.table().column(column).name());
      for (int row = 0; row < titled.table().rowCount(); row++) {
        width = Math.max(width, length(titled.row(row).get(column)));
      }
      widths.add(width);
    }
  }

  static String of(TitledTable titled) {
    return new TerminalText(titled).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder(titled.title()).append("\n\n");
    boolean stacked = total(" ") > WIDTH;
    String gap = total("  ") > WIDTH ? " " : "  ";
    if (stacked) {
      // a long name stands above its numbers rather than pushing them off the line
      widths.set(0, 2);
    }
    line(text, header(titled.table().columnNames(), stacked), gap);
    line(text, header(fitting(titled.units()), stacked), gap);
    text.append("-".repeat(Math.min(total(gap), WIDTH))).append('\n');
    List<String> heading = List.of();
    for (int row = 0; row < titled.table().rowCount(); row++) {
      List<String> cells = titled.row(row);
      List<String> names = cells.subList(0, first);
      if (!names.equals(heading)) {
        heading = names;
        addHeading(text, names);
      }
      if (stacked) {
        text.append(cells.get(first)).append('\n');
      }
      line(text, header(cells, stacked), gap);
    }
    text.append('\n');
    titled.notes().forEach(note -> wrap(text, note));
    return text.toString();
  }

  private int total(String gap) {
    int columns = widths.stream().mapToInt(Integer::intValue).sum();
    return columns + gap.length() * (widths.size() - 1);
  }

  private List<String> header(List<String> cells, boolean stacked) {
    List<String> printed = new ArrayList<>(cells.subList(first, cells.size()));
    if (stacked) {
      printed.set(0, "");
    }
    return printed;
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

  private static void addHeading(StringBuilder text, List<String> names) {
    String heading = String.join(", ", names.stream().filter(name -> !name.isEmpty()).toList());
    if (!heading.isEmpty()) {
      text.append(clean(heading)).append('\n');
    }
  }

  private void line(StringBuilder text, List<String> cells, String gap) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = clean(cells.get(i));
      String padding = " ".repeat(Math.max(0, widths.get(i) - length(cell)));
      line.append(i == 0 ? cell + padding : gap + padding + cell);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static void wrap(StringBuilder text, Note note) {
    StringBuilder line = new StringBuilder(note.term()).append(':');
    for (String word : note.text().split(" ", -1)) {
      if (length(line.toString()) + 1 + length(word) > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }

  /** Control characters in a name could move the cursor or change colours. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
