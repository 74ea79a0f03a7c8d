package dev.steerage.report;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Effects of single conditions against the reference's: one table a behavior. */
public final class EffectTable {
  private static final List<String> COLUMNS =
      List.of(
          "model",
          "condition",
          "difference",
          "95 %",
          "p equal",
          "differs",
          "ranks",
          "r",
          "flips",
          "KL");

  private static final List<Note> NOTES =
      List.of(
          new Note(
              "difference",
              "mean over pairs of the effect (Δ prop.) − the reference's; of baseline that of the"
                  + " propensity itself; 95 % bootstrap over pairs"),
          new Note(
              "p",
              "equal: TOST at the margin; differs: paired t; ranks: Wilcoxon's signed-rank; each"
                  + " corrected over all conditions of the run (Holm)"),
          new Note("r", "Pearson's correlation of the pairs' effects with the reference's"),
          new Note(
              "flips",
              "pairs whose choice differs from the reference's, to positive and to negative; McNemar's"
                  + " p is in comparison.csv"));

  private EffectTable() {}

  /** Tables of the behaviors with a model that has a reference. */
  public static List<TitledTable> of(List<ComparisonResult> results, List<MetricResult> metrics) {
    List<ComparisonLines> lines =
        ComparisonLines.with(ComparisonName.PRECISION_FLIPS_MCNEMAR, results);
    Map<String, List<ComparisonLines>> behaviors = new LinkedHashMap<>();
    lines.forEach(
        line ->
            behaviors
                .computeIfAbsent(line.condition().behavior(), b -> new ArrayList<>())
                .add(line));
    return behaviors.entrySet().stream()
        .map(entry -> table(entry.getKey(), entry.getValue(), metrics))
        .toList();
  }

  private static TitledTable table(
      String behavior, List<ComparisonLines> lines, List<MetricResult> metrics) {
    boolean hasKl = lines.stream().anyMatch(line -> line.divergence(metrics).isPresent());
    int count = COLUMNS.size() - (hasKl ? 0 : 1);
    TextTable table = new TextTable(COLUMNS.subList(0, count));
    String unit = "";
    for (ComparisonLines line : lines) {
      ComparisonName difference =
          line.condition().isBaseline()
              ? ComparisonName.BASELINE_DIFFERENCE
              : ComparisonName.EFFECT_DIFFERENCE;
      unit = line.find(difference).map(ComparisonResult::unit).orElse(unit);
      table.add(
          List.of(
              Cell.of(ComparisonLines.modelNames(lines).apply(line.model()), line.model()),
              ConditionLabel.cell(ConditionLabel.of(line.condition()), line.condition()),
              line.cell(difference, Estimate::change),
              line.cell(difference, e -> e.interval(Digits::nats)),
              line.p(ComparisonName.EFFECT_EQUIVALENCE),
              line.p(difference),
              line.p(ComparisonName.EFFECT_WILCOXON),
              line.cell(ComparisonName.EFFECT_CORRELATION, e -> e.alone(Digits::share)),
              Cell.flips(
                  line.find(ComparisonName.PRECISION_FLIPS_TO_POSITIVE)
                      .map(ComparisonResult::value),
                  line.find(ComparisonName.PRECISION_FLIPS_TO_NEGATIVE)
                      .map(ComparisonResult::value)),
              line.divergence(metrics)
                  .map(r -> Estimate.of(r).alone(Digits::divergence))
                  .orElse(Cell.EMPTY)));
    }
    return new TitledTable(
        Heading.of(
            behavior,
            TableKind.EFFECTS,
            "effects against " + references(lines),
            "n = %s pairs; intervals are 95 %% bootstrap over pairs, both models of a pair together"
                .formatted(ComparisonLines.count(lines, ComparisonName.PRECISION_FLIPS_MCNEMAR))),
        table,
        List.of("", "", unit, unit, "", "", "", "", "pairs", "nats").subList(0, count),
        2,
        NOTES);
  }

  private static String references(List<ComparisonLines> lines) {
    return lines.stream()
        .map(ComparisonLines::reference)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
