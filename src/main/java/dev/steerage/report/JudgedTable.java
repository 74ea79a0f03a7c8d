package dev.steerage.report;

import dev.steerage.metric.JudgeMetric;
import dev.steerage.metric.JudgedTexts;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Aspect;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a judge says of texts: one line a condition. */
public final class JudgedTable {
  private static final String UNIT = "rating";
  private static final List<String> NAMES =
      List.of("condition", "concept", "instruction", "fluency", "score", "Δ concept", "mass", "n");
  private static final List<String> UNITS = List.of("", UNIT, UNIT, UNIT, UNIT, UNIT, "", "");

  private JudgedTable() {}

  /**
   * The table.
   *
   * @param results of all conditions
   */
  public static TitledTable of(JudgedTexts texts, List<MetricResult> results) {
    TextTable table = new TextTable(NAMES);
    for (String name : texts.conditions().keySet()) {
      Condition condition = texts.condition(name);
      List<MetricResult> own =
          results.stream().filter(r -> r.condition().equals(condition)).toList();
      table.add(cells(name, own));
    }
    return new TitledTable(
        new Heading(
            texts.behavior(),
            "judged",
            texts.behavior() + ": texts judged by " + texts.judge(),
            "ratings from 0 to 2, expected over the judge's distribution; ± is half of the 95 % t-interval over texts"),
        table,
        UNITS,
        1,
        notes(texts));
  }

  private static List<Cell> cells(String name, List<MetricResult> own) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(name));
    for (Aspect aspect : Aspect.values()) {
      cells.add(cell(own, JudgeMetric.level(aspect), e -> e.andHalfWidth(Digits::share)));
    }
    cells.add(cell(own, JudgeMetric.JUDGED_SCORE, e -> e.andHalfWidth(Digits::share)));
    cells.add(cell(own, JudgeMetric.JUDGED_CONCEPT_CHANGE, Estimate::changeAndHalfWidth));
    double mass = 0;
    int n = 0;
    for (Aspect aspect : Aspect.values()) {
      Optional<MetricResult> of = find(own, JudgeMetric.mass(aspect));
      mass += of.map(MetricResult::value).orElse(Double.NaN) / Aspect.values().length;
      n = of.map(MetricResult::n).orElse(n);
    }
    cells.add(Cell.number(Digits.share(mass), mass));
    cells.add(Cell.of("" + n, n));
    return cells;
  }

  private static Cell cell(
      List<MetricResult> own, JudgeMetric metric, Function<Estimate, Cell> shown) {
    return find(own, metric).map(Estimate::of).map(shown).orElse(Cell.EMPTY);
  }

  private static Optional<MetricResult> find(List<MetricResult> own, JudgeMetric metric) {
    return own.stream().filter(r -> r.metric().equals(metric.word())).findFirst();
  }

  private static List<Note> notes(JudgedTexts texts) {
    return List.of(
        new Note(
            "concept, instruction, fluency",
            "mean over texts of the judge's expected rating, 0 to 2, with half of the 95 % interval"),
        new Note(
            "score", "mean over texts of the harmonic mean of the three; 0 where one of them is 0"),
        new Note(
            "Δ concept",
            "mean over texts of concept − that of '" + texts.baseline() + "' for the same prompt"),
        new Note(
            "mass",
            "how likely the judge is to answer with a rating at all, mean of the three questions; near"
                + " 0 it does not understand them"));
  }
}
