package dev.steerage.report;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each of several runs says of its own models against its own references, such as quantized
 * weights against full precision: one line a model and steering, one column a run.
 */
public final class RunVerdictsTable {
  private static final List<Note> NOTES =
      List.of(
          new Note(
              "a run's column",
              "ratio of the slopes and verdict, as in the run's own report; Holm's correction is over"
                  + " the lines of that run"));

  private RunVerdictsTable() {}

  private record Key(String model, String steering) {}

  /**
   * One table; none where fewer than two runs have a verdict.
   *
   * @param names of the runs
   * @param compared rows of each run
   */
  public static List<TitledTable> of(List<String> names, List<List<ComparisonResult>> compared) {
    Map<Key, List<String>> cells = new LinkedHashMap<>();
    int runsWithVerdict = 0;
    for (int run = 0; run < names.size(); run++) {
      List<ComparisonLines> lines =
          ComparisonLines.with(ComparisonName.SLOPE_EQUIVALENCE, compared.get(run));
      runsWithVerdict += lines.isEmpty() ? 0 : 1;
      for (ComparisonLines line : lines) {
        Key key =
            new Key(
                line.model() + " against " + line.reference(),
                ConditionLabel.steering(line.condition()));
        cells
            .computeIfAbsent(key, k -> new ArrayList<>(Collections.nCopies(names.size(), "")))
            .set(run, cell(line));
      }
    }
    if (runsWithVerdict < 2) {
      return List.of();
    }
    List<RunColumns.Line> lines = new ArrayList<>();
    cells.forEach((key, of) -> lines.add(new RunColumns.Line(key.model(), key.steering(), of)));
    return List.of(
        new RunColumns(names, lines)
            .table(
                Heading.ofAll(
                    TableKind.RUN_VERDICTS,
                    "does steering survive? each run against its own reference",
                    "Intervals are in the reports of the runs"),
                "model",
                "steering",
                NOTES));
  }

  private static String cell(ComparisonLines line) {
    String ratio =
        line.find(ComparisonName.SLOPE_RATIO).map(r -> Digits.share(r.value()) + " ").orElse("");
    return ratio + line.verdict(ComparisonName.SLOPE_EQUIVALENCE).word();
  }
}
