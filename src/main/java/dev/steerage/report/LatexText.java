package dev.steerage.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table for LaTeX with the package booktabs. */
final class LatexText {
  private static final Map<Integer, String> ESCAPES =
      Map.ofEntries(
          Map.entry((int) '\\', "\\textbackslash{}"),
          Map.entry((int) '~', "\\textasciitilde{}"),
          Map.entry((int) '^', "\\textasciicircum{}"),
          Map.entry((int) '{', "\\{"),
          Map.entry((int) '}', "\\}"),
          Map.entry((int) '$', "\\$"),
          Map.entry((int) '&', "\\&"),
          Map.entry((int) '#', "\\#"),
          Map.entry((int) '_', "\\_"),
          Map.entry((int) '%', "\\%"),
          Map.entry((int) '<', "\\textless{}"),
          Map.entry((int) '>', "\\textgreater{}"),
          Map.entry((int) '|', "\\textbar{}"),
          Map.entry((int) 'Δ', "$\\Delta$"),
          Map.entry((int) '±', "$\\pm$"),
          Map.entry((int) '\n', " "),
          Map.entry((int) '\r', " "));

  private LatexText() {}

  static String of(TitledTable titled) {
    int numbers = titled.units().size() - titled.labels();
    StringBuilder text =
        new StringBuilder("\\begin{table}\n\\centering\n\\caption{")
            .append(escape(titled.title()))
            .append("}\n\\begin{tabular}{")
            .append("l".repeat(titled.labels()))
            .append("r".repeat(numbers))
            .append("}\n\\toprule\n");
    line(text, titled.table().columnNames().stream().map(LatexText::escape).toList());
    line(text, titled.units().stream().map(LatexText::escape).toList());
    text.append("\\midrule\n");
    for (int row = 0; row < titled.table().rowCount(); row++) {
      line(text, cells(titled, row));
    }
    text.append("\\bottomrule\n\\end{tabular}\n\n\\smallskip\\footnotesize\n");
    titled
        .notes()
        .forEach(
            note ->
                text.append("\\textit{")
                    .append(escape(note.term()))
                    .append("}: ")
                    .append(escape(note.text()))
                    .append(".\n"));
    return text.append("\\end{table}\n").toString();
  }

  private static List<String> cells(TitledTable titled, int row) {
    List<String> cells = new ArrayList<>();
    for (String cell : titled.row(row)) {
      String escaped = escape(cell);
      // a hyphen is no minus sign
      cells.add(cells.size() < titled.labels() ? escaped : escaped.replace("-", "$-$"));
    }
    return cells;
  }

  private static void line(StringBuilder text, List<String> cells) {
    // without the braces, a row that starts with [ or * would be an argument of the \\ before it
    text.append("{}").append(String.join(" & ", cells)).append(" \\\\\n");
  }

  /** Text with every character that LaTeX would read made harmless, on one line. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              String escape = ESCAPES.get(c);
              if (escape == null) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append(escape);
              }
            });
    return escaped.toString();
  }
}
