package dev.steerage.report;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Verdict;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Margin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether steering survives in models that are compared with a reference: the answer in one line a
 * model, and one line each for every behavior, intervention and layer.
 */
public final class VerdictTable {
  private static final String SLOPE =
      "least-squares slope of a pair's propensity over the coefficients, mean over pairs";
  private static final Note RATIO =
      new Note(
          "ratio",
          "slope / slope of the reference, 95 % BCa bootstrap over pairs, both models of a pair"
              + " together; none where the reference's slope is not shown to differ from 0");
  private static final Note KL =
      new Note("KL", "mean KL(reference ‖ this model) at each continuation token, unsteered");

  private static final List<Note> ANSWER =
      List.of(
          new Note(
              "verdict",
              "preserved where all are, changed where any is, else undecided; the table with the"
                  + " lines says what is tested"),
          new Note("ratio", "of the slopes: the least and the greatest of them"),
          new Note("preserved, …", "behaviors × interventions × layers with that verdict, of all"));

  /** What is asked of models that are compared. */
  private static final String SURVIVES = "does steering survive?";

  private final List<ComparisonLines> lines;
  private final List<MetricResult> metrics;
  private final Margin margin;
  private final Question question;

  /**
   * What the answer's title says.
   *
   * @param words such as "does steering survive?"
   * @param reference what it is compared with
   */
  public record Question(String words, String reference) {}

  private VerdictTable(
      List<ComparisonLines> lines, List<MetricResult> metrics, Margin margin, Question question) {
    this.lines = lines;
    this.metrics = metrics;
    this.margin = margin;
    this.question = question;
  }

  /**
   * The tables, the answer first; none where nothing is compared.
   *
   * @param metrics of the same run
   * @param margin that the verdicts are about
   */
  public static List<TitledTable> of(
      List<ComparisonResult> results, List<MetricResult> metrics, Margin margin) {
    List<ComparisonLines> lines = ComparisonLines.with(ComparisonName.SLOPE_EQUIVALENCE, results);
    String reference =
        lines.stream().map(ComparisonLines::reference).distinct().collect(Collectors.joining(", "));
    return of(results, metrics, margin, new Question(SURVIVES, reference));
  }

  /** The same for another question, such as whether runs agree. */
  public static List<TitledTable> of(
      List<ComparisonResult> results,
      List<MetricResult> metrics,
      Margin margin,
      Question question) {
    List<ComparisonLines> lines = ComparisonLines.with(ComparisonName.SLOPE_EQUIVALENCE, results);
    if (lines.isEmpty()) {
      return List.of();
    }
    VerdictTable tables = new VerdictTable(lines, metrics, margin, question);
    return List.of(tables.answer(), tables.details());
  }

  private Note verdict() {
    return new Note(
        "verdict",
        "preserved: shown to be within "
            + margin
            + " of the reference's slope (TOST, p < 0.05); changed: not so, and shown to differ (paired t"
            + " test, p < 0.05); undecided: neither. Both p are corrected over all lines (Holm)");
  }

  private TitledTable answer() {
    boolean hasKl =
        lines.stream()
            .anyMatch(line -> ComparisonLines.unsteered(line.model(), metrics).isPresent());
    // the answer first, where a phone shows it
    List<String> columns =
        List.of("model", "verdict", "ratio", "preserved", "changed", "undecided", "KL");
    List<String> units = List.of("", "", "", "", "", "", "nats");
    int count = columns.size() - (hasKl ? 0 : 1);
    TextTable table = new TextTable(columns.subList(0, count));
    Map<String, List<ComparisonLines>> models = new LinkedHashMap<>();
    lines.forEach(line -> models.computeIfAbsent(line.model(), m -> new ArrayList<>()).add(line));
    models.forEach(
        (model, of) -> {
          List<Cell> row = new ArrayList<>();
          row.add(Cell.of(ComparisonLines.modelNames(lines).apply(model), model));
          row.add(Cell.of(overall(of).word()));
          row.add(ratios(of));
          for (Verdict verdict : Verdict.values()) {
            row.add(share(count(of, verdict), of.size()));
          }
          row.add(
              ComparisonLines.unsteered(model, metrics)
                  .map(kl -> Cell.number(Digits.divergence(kl), kl))
                  .orElse(Cell.EMPTY));
          table.add(row);
        });
    return new TitledTable(
        Heading.ofAll(
            TableKind.VERDICT,
            question.words() + " reference " + question.reference() + ", margin " + margin,
            basis() + "; intervals are in the table of slopes"),
        table,
        units.subList(0, count),
        1,
        hasKl ? withKl(ANSWER) : ANSWER);
  }

  private static List<Note> withKl(List<Note> notes) {
    List<Note> all = new ArrayList<>(notes);
    all.add(KL);
    return all;
  }

  private static int count(List<ComparisonLines> lines, Verdict verdict) {
    return Math.toIntExact(
        lines.stream()
            .filter(line -> line.verdict(ComparisonName.SLOPE_EQUIVALENCE) == verdict)
            .count());
  }

  private static Verdict overall(List<ComparisonLines> lines) {
    if (count(lines, Verdict.CHANGED) > 0) {
      return Verdict.CHANGED;
    }
    return count(lines, Verdict.PRESERVED) == lines.size() ? Verdict.PRESERVED : Verdict.UNDECIDED;
  }

  private static Cell ratios(List<ComparisonLines> lines) {
    double[] ratios =
        lines.stream()
            .flatMap(line -> line.find(ComparisonName.SLOPE_RATIO).stream())
            .mapToDouble(ComparisonResult::value)
            .sorted()
            .toArray();
    if (ratios.length == 0) {
      return Cell.EMPTY;
    }
    double least = ratios[0];
    double most = ratios[ratios.length - 1];
    String shown = Digits.share(least);
    String other = Digits.share(most);
    shown = shown.equals(other) ? shown : shown + " to " + other;
    return new Cell(shown, shown, Map.of()).with("least", least).with("greatest", most);
  }

  private TitledTable details() {
    TextTable table =
        new TextTable(
            List.of(
                "model",
                "steering",
                "slope ref.",
                "slope",
                "ratio",
                "95 %",
                "p equal",
                "p differs",
                "verdict"));
    String unit = "";
    for (ComparisonLines line : lines) {
      Optional<ComparisonResult> slope = line.find(ComparisonName.SLOPE);
      unit = slope.map(ComparisonResult::unit).orElse(unit);
      table.add(
          List.of(
              Cell.of(ComparisonLines.modelNames(lines).apply(line.model()), line.model()),
              ConditionLabel.steeringCell(line.condition()),
              line.cell(ComparisonName.REFERENCE_SLOPE, Estimate::change),
              line.cell(ComparisonName.SLOPE, Estimate::change),
              line.cell(ComparisonName.SLOPE_RATIO, e -> e.alone(Digits::share)),
              line.cell(ComparisonName.SLOPE_RATIO, e -> e.interval(Digits::share)),
              line.p(ComparisonName.SLOPE_EQUIVALENCE),
              line.p(ComparisonName.SLOPE_DIFFERENCE),
              Cell.of(line.verdict(ComparisonName.SLOPE_EQUIVALENCE).word())));
    }
    return new TitledTable(
        Heading.ofAll(
            TableKind.SLOPES,
            "slopes against %s: %s pairs, margin %s"
                .formatted(
                    question.reference(),
                    ComparisonLines.count(lines, ComparisonName.SLOPE),
                    margin),
            "Intervals of the ratio are 95 % BCa bootstrap over pairs"),
        table,
        List.of("", "", unit, unit, "", "", "Holm", "Holm", ""),
        2,
        List.of(new Note("slope", SLOPE + ", in " + unit), RATIO, verdict()));
  }

  private String basis() {
    return "n = " + ComparisonLines.count(lines, ComparisonName.SLOPE) + " pairs";
  }

  private static Cell share(int count, int all) {
    return Cell.of(count + " of " + all, count).with("of", all);
  }
}
