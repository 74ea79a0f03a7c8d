package dev.steerage.report;

import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in GitHub's Markdown; any text in it is shown as it is, never read as markup. */
final class MarkdownText {
  /** What GitHub's Markdown reads anywhere in a line, its formulas between dollars among it. */
  private static final String MARKUP = "[\\\\`*_|\\[\\]~$#]";

  private MarkdownText() {}

  static String of(TitledTable titled) {
    StringBuilder text = new StringBuilder("### ").append(escape(titled.title())).append("\n\n");
    line(text, titled.headers());
    List<String> alignment = new ArrayList<>(Collections.nCopies(titled.labels(), ":---"));
    alignment.addAll(Collections.nCopies(titled.units().size() - titled.labels(), "---:"));
    text.append("| ").append(String.join(" | ", alignment)).append(" |\n");
    for (int row = 0; row < titled.table().rowCount(); row++) {
      line(text, titled.roundedRow(row));
    }
    text.append('\n');
    String basis = titled.heading().basis();
    if (!basis.isEmpty()) {
      text.append("- ").append(escapeFirst(basis)).append('\n');
    }
    titled.notes().forEach(note -> text.append(item(note)));
    return text.toString();
  }

  private static String item(Note note) {
    return "- **" + escape(note.term()) + "**: " + escape(note.text()) + "\n";
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ")
        .append(String.join(" | ", cells.stream().map(MarkdownText::escape).toList()))
        .append(" |\n");
  }

  /**
   * Text with every character that Markdown or HTML would read made harmless, on one line; the ends
   * of its own lines and blanks at its ends are entities, so that a reader finds them.
   */
  static String escape(String text) {
    return VisibleText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll(MARKUP, "\\\\$0")
        // an address would become a link to itself
        .replace("://", "&#58;//")
        .replaceAll("(?i)(www)\\.", "$1&#46;")
        .replace("\n", "&#10;")
        .replace("\r", "&#13;")
        .replace("\t", "&#9;")
        .replaceAll("^ | $", "&#32;");
  }

  /** The same for a text that is the first of its line, where lists and rules begin. */
  static String escapeFirst(String text) {
    return escape(text).replaceAll("^[-+=]", "\\\\$0").replaceAll("^(\\d+)([.)])", "$1\\\\$2");
  }
}
