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
              ComparisonLines.modelNames(lines).apply(line.model()),
              ConditionLabel.of(line.condition()),
              line.find(difference).map(r -> Digits.change(r.value())).orElse(""),
              line.find(difference).map(EffectTable::range).orElse(""),
              VerdictTable.p(line, ComparisonName.EFFECT_EQUIVALENCE),
              VerdictTable.p(line, difference),
              VerdictTable.p(line, ComparisonName.EFFECT_WILCOXON),
              line.find(ComparisonName.EFFECT_CORRELATION)
                  .map(r -> Digits.share(r.value()))
                  .orElse(""),
              flips(line),
              line.divergence(metrics).map(Digits::divergence).orElse("")));
    }
    return new TitledTable(
        behavior + ": effects against " + references(lines),
        table.table(),
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

  static String range(ComparisonResult result) {
    Double low = result.low();
    Double high = result.high();
    return low == null || high == null ? "" : Digits.nats(low) + " to " + Digits.nats(high);
  }

  private static String flips(ComparisonLines line) {
    return line.find(ComparisonName.PRECISION_FLIPS_TO_POSITIVE)
            .map(r -> "+" + (long) r.value())
            .orElse("")
        + line.find(ComparisonName.PRECISION_FLIPS_TO_NEGATIVE)
            .map(r -> "/-" + (long) r.value())
            .orElse("");
  }
}
