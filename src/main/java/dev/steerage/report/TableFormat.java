package dev.steerage.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** What {@code --format} prints. */
public enum TableFormat {
  /** Fixed width, for a terminal. */
  TABLE,
  /** The long table with the columns of {@code metrics.csv}. */
  CSV,
  /** GitHub's Markdown. */
  MD,
  /** LaTeX with the package booktabs. */
  TEX,
  /** The long table as JSON, and the warnings. */
  JSON;

  /** The word after {@code --format}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #word()}; empty for any other word. */
  public static Optional<TableFormat> ofWord(String word) {
    return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
  }

  /** The report in this format; ends in a line feed. */
  public String render(MetricsReport report) {
    return render(report, TextStyle.PLAIN);
  }

  /**
   * The report in this format; ends in a line feed.
   *
   * @param style of table; colours are for a terminal only, so csv then has nothing that would act
   *     on one
   */
  public String render(MetricsReport report, TextStyle style) {
    return switch (this) {
      case TABLE -> join(report, titled -> TerminalText.of(titled, style));
      case CSV -> shown(MetricsTable.csv(report.results()), style);
      case MD -> join(report, MarkdownText::of);
      case TEX -> LatexText.file(join(report, LatexText::of));
      case JSON -> JsonText.of(report.results(), report.warnings());
    };
  }

  /**
   * One table in this format; ends in a line feed.
   *
   * @param titled for table, md and tex
   * @param exact the same rows with whole numbers and doubles, for csv and json
   * @param style as above
   */
  public String render(TitledTable titled, Table exact, TextStyle style) {
    return switch (this) {
      case TABLE -> TerminalText.of(titled, style);
      case CSV -> shown(CsvText.of(exact), style);
      case MD -> MarkdownText.of(titled);
      case TEX -> LatexText.file(LatexText.of(titled));
      case JSON -> JsonText.of(exact);
    };
  }

  private static String shown(String csv, TextStyle style) {
    return style == TextStyle.COLORED ? VisibleText.of(csv).replace('\r', '␍') : csv;
  }

  /** Notes that the next table has as well stand below that one only. */
  private static String join(MetricsReport report, Function<TitledTable, String> writer) {
    List<TitledTable> tables = report.tables();
    return IntStream.range(0, tables.size())
        .mapToObj(
            i ->
                i + 1 < tables.size() && tables.get(i).notes().equals(tables.get(i + 1).notes())
                    ? tables.get(i).withoutNotes()
                    : tables.get(i))
        .map(writer)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    return word();
  }
}
