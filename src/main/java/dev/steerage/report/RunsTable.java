package dev.steerage.report;

import dev.steerage.report.RunFact.Weight;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Runs side by side: one line a thing that differs, one column a run. */
public final class RunsTable {
  /** Longer values would leave no room for those of other runs; runs.csv has them whole. */
  private static final int MOST_OF_VALUE = 32;

  private static final int DIGITS_OF_HASH = 12;
  private static final String CUT = "…";

  private static final Map<Weight, String> HEADINGS =
      Map.of(
          Weight.MEASURED, "what is measured: these numbers are of different things",
          Weight.COMPUTED, "how it is computed: numbers may differ a little",
          Weight.CIRCUMSTANCE, "the runs themselves");

  private RunsTable() {}

  /**
   * What differs, and below it what is the same in all.
   *
   * @param names of the runs
   * @param facts with a value for each of them
   */
  public static TitledTable of(List<String> names, List<RunFact> facts) {
    List<RunColumns.Line> lines = new ArrayList<>();
    for (Weight weight : Weight.values()) {
      facts.stream()
          .filter(f -> f.weight() == weight && f.differs())
          .forEach(
              f ->
                  lines.add(
                      new RunColumns.Line(HEADINGS.getOrDefault(weight, ""), f.thing(), cells(f))));
    }
    return new RunColumns(names, lines)
        .table(
            Heading.ofAll(
                TableKind.RUNS,
                "runs side by side: " + (lines.isEmpty() ? "nothing differs" : "what differs"),
                ""),
            "differs in",
            "thing",
            List.of(new Note("the same in all", same(facts))));
  }

  /** All things of all runs as CSV: a line a thing and run. */
  public static String csv(List<String> names, List<RunFact> facts) {
    List<String> columns = List.of("weight", "subject", "property", "run", "value", "differs");
    TextTable table = new TextTable(columns);
    for (RunFact fact : facts) {
      for (int run = 0; run < names.size(); run++) {
        table.add(
            Stream.of(
                    fact.weight().word(),
                    fact.subject(),
                    fact.property(),
                    names.get(run),
                    fact.values().get(run),
                    fact.differs() ? "1" : "0")
                .map(Cell::of)
                .toList());
      }
    }
    return CsvText.of(table.rows(Collections.nCopies(columns.size(), "")).shown());
  }

  /** Of the run as a whole with the values; of a subject that is the same altogether its name. */
  private static String same(List<RunFact> facts) {
    Map<String, List<RunFact>> subjects = new LinkedHashMap<>();
    facts.forEach(f -> subjects.computeIfAbsent(f.subject(), s -> new ArrayList<>()).add(f));
    Set<String> same = new LinkedHashSet<>();
    subjects.forEach(
        (subject, of) -> {
          if (subject.isEmpty()) {
            of.stream()
                .filter(f -> f.weight() != Weight.CIRCUMSTANCE && f.isSameInAll())
                .forEach(f -> same.add(f.property() + shortOnly(f.values().get(0))));
          } else if (of.stream().allMatch(RunFact::isSameInAll)) {
            same.add(subject);
          }
        });
    return same.isEmpty() ? "nothing that is known" : String.join("; ", same);
  }

  private static String shortOnly(String value) {
    return length(value) <= MOST_OF_VALUE ? " " + value : "";
  }

  /** The values as far as there is room, without what long ones begin with alike. */
  private static List<String> cells(RunFact fact) {
    List<String> known = fact.values().stream().filter(v -> !v.isEmpty()).toList();
    boolean areLong = known.stream().anyMatch(v -> length(v) > MOST_OF_VALUE);
    int common = areLong && !isHash(known.get(0)) ? common(known) : 0;
    return fact.values().stream().map(v -> v.isEmpty() ? "" : cell(v, common)).toList();
  }

  private static String cell(String value, int common) {
    int most = isHash(value) ? DIGITS_OF_HASH : MOST_OF_VALUE;
    String rest = common > MOST_OF_VALUE / 2 ? CUT + value.substring(common) : value;
    return length(rest) <= most ? rest : rest.substring(0, rest.offsetByCodePoints(0, most)) + CUT;
  }

  private static boolean isHash(String value) {
    return value.matches("[0-9a-f]{64}");
  }

  /** Characters that all begin with, to the end of a word. */
  private static int common(List<String> values) {
    String first = values.get(0);
    int common = first.length();
    for (String value : values) {
      int i = 0;
      while (i < Math.min(common, value.length()) && value.charAt(i) == first.charAt(i)) {
        i++;
      }
      common = i;
    }
    return first.lastIndexOf(' ', Math.max(0, common - 1)) + 1;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
