package dev.steerage.report;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How much a vector adds to the residual stream, and what random directions of its norm do: one
 * table a behavior with vectors, one line a model and condition.
 */
final class StrengthTable {
  private static final Note ADDED =
      new Note(
          "added",
          "norm of what is added, in multiples of the mean norm of the residual stream after that"
              + " block without steering");
  private static final Note RANDOM =
      new Note(
          "K, random Δ",
          "random directions of the same norm at the same layer: how many, mean of their Δ prop.,"
              + " and its 2.5 to 97.5 % quantiles");
  private static final Note P =
      new Note(
          "p",
          "(1 + random directions with |Δ prop.| at least the vector's) / (K + 1), two-sided"
              + " (Phipson & Smyth 2010)");

  private StrengthTable() {}

  /** Tables of the behaviors that have something to show. */
  static List<TitledTable> of(List<MetricResult> results) {
    return TextTable.perBehavior(
        results,
        c -> c.find(MetricName.INJECTED_NORM_SHARE).isPresent() || isRanked(c),
        StrengthTable::table);
  }

  private static boolean isRanked(ConditionMetrics condition) {
    return condition.find(MetricName.NULL_RANK_P).isPresent();
  }

  private static TitledTable table(List<ConditionMetrics> conditions) {
    boolean hasRandom = conditions.stream().anyMatch(StrengthTable::isRanked);
    List<String> names = new ArrayList<>(List.of("model", "condition", "added", "Δ prop."));
    if (hasRandom) {
      names.addAll(List.of("K", "random Δ", "2.5 %", "97.5 %", "p"));
    }
    List<String> vectors = SummaryTable.interventions(conditions);
    Function<Condition, String> labels = TextTable.labels(vectors);
    TextTable table = new TextTable(names);
    for (ConditionMetrics condition : conditions) {
      table.add(cells(condition, labels.apply(condition.condition())));
    }
    ConditionMetrics any = conditions.get(0);
    String nats = any.find(MetricName.PROPENSITY).map(MetricResult::unit).orElse("");
    List<String> units = List.of("", "", "", nats, "", nats, nats, nats, "");
    return new TitledTable(
        any.condition().behavior() + ": strength" + SummaryTable.vector(vectors),
        table.table(),
        units.subList(0, names.size()),
        2,
        hasRandom ? List.of(ADDED, RANDOM, P) : List.of(ADDED));
  }

  private static List<String> cells(ConditionMetrics metrics, String label) {
    Optional<MetricResult> random = metrics.find(MetricName.NULL_DELTA_PROPENSITY);
    return List.of(
        metrics.condition().model(),
        label,
        metrics.cell(MetricName.INJECTED_NORM_SHARE, r -> Digits.share(r.value())),
        metrics.cell(MetricName.DELTA_PROPENSITY, r -> Digits.change(r.value())),
        random.map(r -> Integer.toString(r.n())).orElse(""),
        random.map(r -> Digits.change(r.value())).orElse(""),
        random.map(MetricResult::low).map(Digits::change).orElse(""),
        random.map(MetricResult::high).map(Digits::change).orElse(""),
        metrics.cell(MetricName.NULL_RANK_P, r -> Digits.p(r.value())));
  }
}
