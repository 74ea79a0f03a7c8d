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
    Function<Condition, Cell> labels = TextTable.labels(vectors);
    TextTable table = new TextTable(names);
    for (ConditionMetrics condition : conditions) {
      table.add(cells(condition, labels.apply(condition.condition())));
    }
    ConditionMetrics any = conditions.get(0);
    String nats = any.find(MetricName.PROPENSITY).map(MetricResult::unit).orElse("");
    List<String> units = List.of("", "", "", nats, "", nats, nats, nats, "");
    return new TitledTable(
        Heading.of(
            any.condition().behavior(),
            TableKind.STRENGTH,
            "strength" + SummaryTable.vector(vectors),
            "n = %s pairs".formatted(ConditionMetrics.count(conditions, MetricName.PROPENSITY))),
        table,
        units.subList(0, names.size()),
        2,
        hasRandom ? List.of(ADDED, RANDOM, P) : List.of(ADDED));
  }

  private static List<Cell> cells(ConditionMetrics metrics, Cell label) {
    Optional<MetricResult> random = metrics.find(MetricName.NULL_DELTA_PROPENSITY);
    return List.of(
        Cell.of(metrics.condition().model()),
        label,
        metrics.cell(MetricName.INJECTED_NORM_SHARE, e -> e.alone(Digits::share)),
        metrics.cell(MetricName.DELTA_PROPENSITY, Estimate::change),
        random.map(r -> Cell.of(Integer.toString(r.n()), r.n())).orElse(Cell.EMPTY),
        random.map(r -> number(r.value())).orElse(Cell.EMPTY),
        random.map(MetricResult::low).map(StrengthTable::number).orElse(Cell.EMPTY),
        random.map(MetricResult::high).map(StrengthTable::number).orElse(Cell.EMPTY),
        metrics.cell(MetricName.NULL_RANK_P, e -> Cell.number(Digits.p(e.value()), e.value())));
  }

  /** Quantiles of the random directions are no interval of their mean. */
  private static Cell number(double change) {
    return Cell.number(Digits.change(change), change);
  }
}
