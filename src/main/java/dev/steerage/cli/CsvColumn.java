package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** One column of numbers from CSV; its header may be left out where it is the only column. */
final class CsvColumn {
  private final Path path;
  private final List<String> names;

  private CsvColumn(Path path, List<String> names) {
    this.path = path;
    this.names = names;
  }

  /**
   * The column's numbers.
   *
   * @param names what the column may be called, where there are several
   * @throws InputException naming the first line that cannot be used
   */
  static double[] read(Path path, String text, String... names) {
    return new CsvColumn(path, List.of(names)).read(text.lines().toList());
  }

  private double[] read(List<String> lines) {
    if (lines.isEmpty()) {
      throw InputException.in(path, "is empty; it needs one number a line");
    }
    List<String> first = cells(lines.get(0));
    boolean headed = !isNumber(first.get(0)) || first.size() > 1;
    int column = first.size() == 1 ? 0 : column(first);
    DoubleStream.Builder values = DoubleStream.builder();
    for (int i = headed ? 1 : 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        values.add(number(i + 1, cells(lines.get(i)), column));
      }
    }
    return values.build().toArray();
  }

  private int column(List<String> header) {
    for (String name : names) {
      if (header.contains(name)) {
        return header.indexOf(name);
      }
    }
    throw InputException.in(
        path,
        "line 1 names several columns and none of them "
            + String.join(" or ", names)
            + "; name the column of numbers so");
  }

  private double number(int line, List<String> cells, int column) {
    String cell = column < cells.size() ? cells.get(column) : "";
    if (!isNumber(cell)) {
      throw InputException.in(
          path, "line " + line + ": '" + InputFile.shown(cell) + "' is not a number; write -0.5");
    }
    return Double.parseDouble(cell);
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1)).map(CsvColumn::unquoted).toList();
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Not every word that Java parses: no 1d, no 0x1p3. */
  private static boolean isNumber(String cell) {
    return cell.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?(NaN|Infinity)");
  }
}
