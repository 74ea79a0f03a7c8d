package dev.steerage.report;

import dev.steerage.report.TitledTable.Note;
import java.util.List;

/**
 * A table in HTML whose headers are buttons for sorting; any text in it is shown as it is, never
 * read as markup, and keeps its own direction of writing.
 */
public final class HtmlText {
  private HtmlText() {}

  /** The table with its title as a heading of a level, and what its columns mean below. */
  public static String of(TitledTable titled, int level) {
    StringBuilder text = new StringBuilder("<section class=\"table\">\n");
    text.append("<h%d dir=\"auto\">%s</h%d>\n".formatted(level, escape(titled.title()), level));
    text.append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(escape(titled.title()))
        .append("\">\n<table>\n<thead><tr>");
    for (int i = 0; i < titled.units().size(); i++) {
      text.append("<th scope=\"col\"%s><button type=\"button\">".formatted(kind(titled, i)))
          .append(escape(titled.table().column(i).name()))
          .append(unit(titled.units().get(i)))
          .append("</button></th>");
    }
    text.append("</tr></thead>\n<tbody>\n");
    for (int row = 0; row < titled.table().rowCount(); row++) {
      List<String> cells = titled.row(row);
      text.append("<tr>");
      for (int i = 0; i < cells.size(); i++) {
        text.append("<td dir=\"auto\"%s>".formatted(kind(titled, i)))
            .append(escape(cells.get(i)))
            .append("</td>");
      }
      text.append("</tr>\n");
    }
    text.append("</tbody>\n</table>\n</div>\n");
    text.append(notes(titled.notes()));
    return text.append("</section>\n").toString();
  }

  private static String unit(String unit) {
    return unit.isEmpty() ? "" : " <span class=\"unit\">(" + escape(unit) + ")</span>";
  }

  private static String kind(TitledTable titled, int column) {
    return column < titled.labels() ? " class=\"label\"" : "";
  }

  private static String notes(List<Note> notes) {
    if (notes.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder("<details><summary>What the columns mean</summary>\n<dl>\n");
    notes.forEach(
        note ->
            text.append("<dt dir=\"auto\">")
                .append(escape(note.term()))
                .append("</dt><dd dir=\"auto\">")
                .append(escape(note.text()))
                .append("</dd>\n"));
    return text.append("</dl></details>\n").toString();
  }

  /**
   * Text with every character that HTML would read made harmless, in elements and in quoted
   * attributes.
   */
  public static String escape(String text) {
    return VisibleText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("\r", "&#13;");
  }
}
