package dev.steerage.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in GitHub's Markdown; any text in it is shown as it is, never read as markup. */
final class MarkdownText {
  private MarkdownText() {}

  static String of(TitledTable titled) {
    StringBuilder text = new StringBuilder("### ").append(escape(titled.title())).append("\n\n");
    line(text, titled.headers());
    List<String> alignment = new ArrayList<>(Collections.nCopies(titled.labels(), ":---"));
    alignment.addAll(Collections.nCopies(titled.units().size() - titled.labels(), "---:"));
    text.append("| ").append(String.join(" | ", alignment)).append(" |\n");
    for (int row = 0; row < titled.table().rowCount(); row++) {
      line(text, titled.row(row));
    }
    text.append('\n');
    titled
        .notes()
        .forEach(
            note ->
                text.append("- **")
                    .append(escape(note.term()))
                    .append("**: ")
                    .append(escape(note.text()))
                    .append('\n'));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ")
        .append(String.join(" | ", cells.stream().map(MarkdownText::escape).toList()))
        .append(" |\n");
  }

  /** Text with every character that Markdown or HTML would read made harmless, on one line. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("[\\\\`*_|]", "\\\\$0")
        .replace("](", "]\\(")
        .replaceAll("\\R", " ");
  }
}
