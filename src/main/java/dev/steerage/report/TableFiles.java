package dev.steerage.report;

import dev.steerage.Parallel;
import dev.steerage.runlog.UniqueNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Each table of a report as files of its own: CSV with exact numbers, Markdown, and LaTeX. They are
 * called after what a table is of and its kind, {@code corrigible-summary.csv}.
 */
public final class TableFiles {
  private static final List<String> ENDINGS = List.of("csv", "md", "tex");

  /** Files beside these that have several tables; no table is called so. */
  private static final List<String> TAKEN = List.of("summary", "comparison");

  private static final Pattern OWN =
      Pattern.compile(
          Stream.of(TableKind.values())
              .map(TableKind::word)
              .collect(
                  Collectors.joining(
                      "|", "(.+-)?(", ")(-[0-9]+)?\\.(" + String.join("|", ENDINGS) + ")")),
          Pattern.DOTALL);

  private TableFiles() {}

  /** Content by file name, in the order of the tables. */
  public static Map<String, String> of(List<TitledTable> tables) {
    UniqueNames names = new UniqueNames(TAKEN);
    Map<String, TitledTable> named = new LinkedHashMap<>();
    for (TitledTable table : tables) {
      Heading heading = table.heading();
      named.put(
          heading.kind().isEmpty()
              ? names.of(heading.title(), "table")
              : names.of(heading.subject(), heading.kind()),
          table);
    }
    Map<String, String> files = new LinkedHashMap<>();
    Parallel.inOrder(named.entrySet(), of -> files(of.getKey(), of.getValue()), files::putAll);
    return files;
  }

  private static Map<String, String> files(String name, TitledTable table) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name + ".csv", CsvText.of(table.rows().exact()));
    files.put(name + ".md", MarkdownText.of(table));
    files.put(name + ".tex", LatexText.file(LatexText.of(table, name)));
    return files;
  }

  /** Whether a file's name is one of those that tables of reports have. */
  public static boolean isOwn(String fileName) {
    boolean isTaken = TAKEN.stream().anyMatch(taken -> fileName.startsWith(taken + "."));
    return !isTaken && OWN.matcher(fileName).matches();
  }
}
