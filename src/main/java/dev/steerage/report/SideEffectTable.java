package dev.steerage.report;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import java.util.List;
import java.util.function.Function;

/**
 * What interventions do to text that has nothing to do with the behavior: one table a behavior, one
 * line a model and condition.
 */
final class SideEffectTable {
  private static final double NINETY_NINE = 0.99;
  private static final List<String> NAMES =
      List.of("model", "condition", "Δ prop.", "ppl", "ratio", "low", "high", "KL", "99 %");

  private static final List<Note> NOTES =
      List.of(
          new Note(
              "ppl, ratio",
              "perplexity of the neutral text, and by how much it is multiplied, with the 95 %"
                  + " interval over the text's chunks; above 1 the model has become worse at it"),
          new Note(
              "KL, 99 %",
              "KL(baseline ‖ steered) over the whole vocabulary at each scored token: mean, 99 %"
                  + " quantile"));

  private SideEffectTable() {}

  /** Tables of the behaviors that have something to show. */
  static List<TitledTable> of(List<MetricResult> results) {
    return TextTable.perBehavior(
        results, c -> c.find(MetricName.NEUTRAL_PERPLEXITY).isPresent(), SideEffectTable::table);
  }

  private static TitledTable table(List<ConditionMetrics> conditions) {
    List<String> vectors = SummaryTable.interventions(conditions);
    Function<Condition, Cell> labels = TextTable.labels(vectors);
    TextTable table = new TextTable(NAMES);
    for (ConditionMetrics condition : conditions) {
      table.add(cells(condition, labels.apply(condition.condition())));
    }
    ConditionMetrics any = conditions.get(0);
    String nats = any.find(MetricName.PROPENSITY).map(MetricResult::unit).orElse("");
    return new TitledTable(
        Heading.of(
            any.condition().behavior(),
            TableKind.SIDE_EFFECTS,
            "side effects" + SummaryTable.vector(vectors),
            "n = %s scored tokens of the neutral text; low and high are the ends of the 95 %% t-interval over its chunks"
                .formatted(ConditionMetrics.count(conditions, MetricName.NEUTRAL_PERPLEXITY))),
        table,
        List.of("", "", nats, "", "", "", "", "nats", "nats"),
        2,
        NOTES);
  }

  private static List<Cell> cells(ConditionMetrics metrics, Cell label) {
    MetricName ratio = MetricName.NEUTRAL_PERPLEXITY_RATIO;
    return List.of(
        Cell.of(metrics.condition().model()),
        label,
        metrics.cell(MetricName.DELTA_PROPENSITY, Estimate::change),
        metrics.cell(MetricName.NEUTRAL_PERPLEXITY, e -> e.alone(Digits::perplexity)),
        metrics.cell(ratio, e -> e.alone(Digits::perplexity)),
        metrics.cell(ratio, e -> e.lowEnd(Digits::perplexity)),
        metrics.cell(ratio, e -> e.highEnd(Digits::perplexity)),
        metrics.cell(MetricName.NEUTRAL_KL_MEAN, e -> e.alone(Digits::divergence)),
        metrics
            .find(MetricName.NEUTRAL_KL_QUANTILE, Normalization.NONE, NINETY_NINE)
            .map(r -> Estimate.of(r).alone(Digits::divergence))
            .orElse(Cell.EMPTY));
  }
}
