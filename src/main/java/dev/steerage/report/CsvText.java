package dev.steerage.report;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as CSV (RFC 4180, UTF-8, lines end in a line feed).
 *
 * <p>Doubles are written so that they read back bit for bit, with a point in every locale; missing
 * values are empty. A text that begins with one of {@code = + - @ ' tab return} gets a leading
 * apostrophe, or a spreadsheet might run it as a formula; reading takes exactly that one off.
 */
final class CsvText {
  private static final String GUARDED = "=+-@'\t\r";

  private CsvText() {}

  /** The whole table with its header. */
  static String of(Table table) {
    StringBuilder csv = new StringBuilder();
    line(csv, table.columnNames().stream().map(CsvText::quoted).toList());
    for (int row = 0; row < table.rowCount(); row++) {
      List<String> cells = new ArrayList<>();
      for (Column<?> column : table.columns()) {
        cells.add(cell(column, row));
      }
      line(csv, cells);
    }
    return csv.toString();
  }

  /** Takes the guards off every text column, in place. */
  static void unguard(Table table) {
    for (StringColumn column : table.stringColumns()) {
      for (int row = 0; row < column.size(); row++) {
        String text = column.get(row);
        if (text.startsWith("'")) {
          column.set(row, text.substring(1));
        }
      }
    }
  }

  private static void line(StringBuilder csv, List<String> cells) {
    csv.append(String.join(",", cells)).append('\n');
  }

  private static String cell(Column<?> column, int row) {
    if (column.isMissing(row)) {
      return "";
    }
    if (column instanceof DoubleColumn doubles) {
      return Double.toString(doubles.getDouble(row));
    }
    String text = column.getString(row);
    return column.type().equals(ColumnType.STRING) ? quoted(guarded(text)) : text;
  }

  private static String guarded(String text) {
    return !text.isEmpty() && GUARDED.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quoted(String unpaired) {
    // UTF-8 has no halves of characters
    String text = unpaired.replaceAll("\\p{Cs}", "\uFFFD");
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain && text.strip().equals(text) ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
