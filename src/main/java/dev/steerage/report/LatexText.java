package dev.steerage.report;

import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.FileNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table for LaTeX with the package booktabs. The last label starts each line, the labels before
 * it are headings where they change, as on a terminal.
 */
final class LatexText {
  /** Lines of a table that a page has room for; longer ones go on over the next pages. */
  private static final int PAGE = 50;

  /** Characters of a line of a unit. */
  private static final int UNIT = 15;

  private static final String NEEDS =
      """
      %% Needs \\usepackage{booktabs}%s, and in pdfLaTeX \\usepackage[T1]{fontenc} for straight quotes.
      %% Numbers stop at the second significant digit of half of their interval's width.
      """;
  private static final String BEYOND_LATIN =
      "% It has letters beyond Latin: use XeLaTeX or LuaLaTeX, with a font that has them.\n";

  private final TitledTable titled;
  private final List<List<String>> columns = new ArrayList<>();
  private final int first;

  private LatexText(TitledTable titled) {
    this.titled = titled;
    this.first = titled.labels() - 1;
    List<List<String>> rows =
        IntStream.range(0, titled.table().rowCount()).mapToObj(titled::roundedRow).toList();
    for (int i = 0; i < titled.units().size(); i++) {
      int column = i;
      List<String> cells = rows.stream().map(row -> row.get(column)).toList();
      columns.add(
          i < titled.labels()
              ? cells.stream().map(LatexEscape::of).toList()
              : LatexNumbers.column(cells));
    }
  }

  /** A whole file of tables, with what it needs in comments at its top. */
  static String file(String tables) {
    String needs =
        NEEDS.formatted(
            tables.contains("\\begin{longtable}") ? " and \\usepackage{longtable}" : "");
    return needs + (LatexEscape.isBeyondLatin(tables) ? BEYOND_LATIN : "") + tables;
  }

  /** A table with the label {@code tab:} and what it is of. */
  static String of(TitledTable titled) {
    return of(titled, FileNames.safe(titled.heading().stem()));
  }

  /**
   * A table.
   *
   * @param name behind {@code tab:} in its label, without a character that LaTeX would read
   */
  static String of(TitledTable titled, String name) {
    LatexText latex = new LatexText(titled);
    List<String> lines = latex.lines();
    return lines.size() > PAGE ? latex.longTable(name, lines) : latex.table(name, lines);
  }

  private String table(String name, List<String> lines) {
    return "\\begin{table}\n\\centering\n"
        + caption(name)
        + "\n\\footnotesize\n\\setlength{\\tabcolsep}{3pt}\n\\begin{tabular}"
        + alignment()
        + "\n\\toprule\n"
        + header()
        + "\\midrule\n"
        + String.join("", lines)
        + "\\bottomrule\n\\end{tabular}\n"
        + notes("\\par\\smallskip\n\\parbox{\\linewidth}{\\raggedright\n", "}\n")
        + "\\end{table}\n";
  }

  private String longTable(String name, List<String> lines) {
    return "{\\footnotesize\n\\setlength{\\tabcolsep}{3pt}\n\\begin{longtable}"
        + alignment()
        + "\n"
        + caption(name)
        + " \\\\\n\\toprule\n"
        + header()
        + "\\midrule\n\\endfirsthead\n\\toprule\n"
        + header()
        + "\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n"
        + String.join("", lines)
        + "\\end{longtable}\n"
        + notes("\\noindent\\raggedright\n", "\\par\n")
        + "}\n";
  }

  private String caption(String name) {
    String basis = titled.heading().basis();
    return "\\caption{%s%s}\n\\label{tab:%s}"
        .formatted(
            LatexEscape.of(titled.title()),
            basis.isEmpty() ? "" : ". " + LatexEscape.of(basis) + ".",
            name);
  }

  /** Labels and columns of words begin at the left, numbers end at the right. */
  private String alignment() {
    StringBuilder alignment = new StringBuilder("{@{}l");
    for (List<String> column : columns.subList(titled.labels(), columns.size())) {
      boolean hasNumbers = column.stream().anyMatch(cell -> cell.contains("$"));
      boolean isEmpty = column.stream().allMatch(String::isEmpty);
      alignment.append(hasNumbers || isEmpty ? 'r' : 'l');
    }
    return alignment.append("@{}}").toString();
  }

  /** Names of columns, and their units in as many lines as the longest needs. */
  private String header() {
    List<List<String>> units = titled.units().stream().map(LatexText::wrapped).toList();
    int most = units.stream().mapToInt(List::size).max().orElse(0);
    StringBuilder header =
        new StringBuilder(
            line(titled.table().columnNames().stream().map(LatexEscape::of).toList()));
    for (int i = 0; i < most; i++) {
      int number = i;
      header.append(
          line(
              units.stream()
                  .map(unit -> number < unit.size() ? LatexEscape.of(unit.get(number)) : "")
                  .toList()));
    }
    return header.toString();
  }

  /** A unit in lines no wider than most columns. */
  private static List<String> wrapped(String unit) {
    List<String> lines = new ArrayList<>();
    for (String word : unit.isEmpty() ? new String[0] : unit.split(" ", -1)) {
      int last = lines.size() - 1;
      if (last >= 0 && lines.get(last).length() + word.length() < UNIT) {
        lines.set(last, lines.get(last) + " " + word);
      } else {
        lines.add(word);
      }
    }
    return lines;
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> heading = List.of();
    for (int row = 0; row < titled.table().rowCount(); row++) {
      int at = row;
      List<String> cells = columns.stream().map(column -> column.get(at)).toList();
      List<String> names =
          cells.subList(0, first).stream().filter(name -> !name.isEmpty()).toList();
      if (!names.equals(heading)) {
        heading = names;
        lines.add(
            "%s\\multicolumn{%d}{@{}l@{}}{\\textit{%s}} \\\\\n"
                .formatted(
                    lines.isEmpty() ? "" : "\\addlinespace\n",
                    columns.size() - first,
                    String.join(", ", names)));
      }
      lines.add(line(cells));
    }
    return lines;
  }

  private String line(List<String> cells) {
    // without the braces, a row that starts with [ or * would be an argument of the \\ before it
    return "{}" + String.join(" & ", cells.subList(first, cells.size())) + " \\\\\n";
  }

  private String notes(String before, String behind) {
    List<Note> notes = titled.notes();
    return notes.isEmpty()
        ? ""
        : notes.stream()
            .map(
                n ->
                    "\\textit{%s}: %s.\n"
                        .formatted(LatexEscape.of(n.term()), LatexEscape.of(n.text())))
            .collect(Collectors.joining("", before, behind));
  }
}
