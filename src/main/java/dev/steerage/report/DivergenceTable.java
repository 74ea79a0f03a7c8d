package dev.steerage.report;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How far whole next-token distributions move, and how likely the continuations are: one table a
 * behavior, one line a model and condition.
 */
final class DivergenceTable {
  private static final double NINETY_NINE = 0.99;

  private static final List<Note> NOTES =
      List.of(
          new Note(
              "KL",
              "KL(baseline ‖ steered) over the whole vocabulary at each continuation token: mean with"
                  + " its interval over pairs, 99 % quantile, greatest"),
          new Note("same top", "share of continuation tokens with the same most likely token"),
          new Note(
              "RMS Δp", "root mean square change of the probability of the token that is there"),
          new Note(
              "ppl", "perplexity of the positive and of the negative continuations, over tokens"));
  private static final Note REFERENCE =
      new Note(
          "KL ref.",
          "mean KL(reference model ‖ this model) under the same condition, at each continuation token");

  private DivergenceTable() {}

  /** Tables of the behaviors that have something to show. */
  static List<TitledTable> of(List<MetricResult> results) {
    return TextTable.perBehavior(
        results, c -> c.find(MetricName.PERPLEXITY_POSITIVE).isPresent(), DivergenceTable::table);
  }

  private static TitledTable table(List<ConditionMetrics> conditions) {
    boolean hasReference =
        conditions.stream().anyMatch(c -> c.find(MetricName.REFERENCE_KL_MEAN).isPresent());
    List<String> names =
        new ArrayList<>(
            List.of(
                "model",
                "condition",
                "KL",
                "99 %",
                "max",
                "same top",
                "RMS Δp",
                "ppl pos",
                "ppl neg"));
    List<String> units =
        new ArrayList<>(List.of("", "", "nats", "nats", "nats", "share", "", "", ""));
    List<Note> notes = new ArrayList<>(NOTES);
    if (hasReference) {
      names.add("KL ref.");
      units.add("nats");
      notes.add(REFERENCE);
    }
    List<String> vectors = SummaryTable.interventions(conditions);
    Function<Condition, Cell> labels = TextTable.labels(vectors);
    TextTable table = new TextTable(names);
    for (ConditionMetrics condition : conditions) {
      table.add(cells(condition, labels.apply(condition.condition())));
    }
    return new TitledTable(
        Heading.of(
            conditions.get(0).condition().behavior(),
            TableKind.DIVERGENCE,
            "divergence" + SummaryTable.vector(vectors),
            "n = %s tokens of the positive and %s of the negative continuations; ± is the half-width of the 95 %% t-interval over pairs"
                .formatted(
                    ConditionMetrics.count(conditions, MetricName.PERPLEXITY_POSITIVE),
                    ConditionMetrics.count(conditions, MetricName.PERPLEXITY_NEGATIVE))),
        table,
        units,
        2,
        notes);
  }

  private static List<Cell> cells(ConditionMetrics metrics, Cell label) {
    return List.of(
        Cell.of(metrics.condition().model()),
        label,
        metrics.cell(MetricName.KL_MEAN, e -> e.andHalfWidth(Digits::divergence)),
        quantile(metrics, NINETY_NINE),
        quantile(metrics, 1),
        metrics.cell(MetricName.SAME_TOP_SHARE, e -> e.alone(Digits::share)),
        metrics.cell(MetricName.TARGET_PROBABILITY_RMS, e -> e.alone(Digits::share)),
        metrics.cell(MetricName.PERPLEXITY_POSITIVE, e -> e.alone(Digits::perplexity)),
        metrics.cell(MetricName.PERPLEXITY_NEGATIVE, e -> e.alone(Digits::perplexity)),
        metrics.cell(MetricName.REFERENCE_KL_MEAN, e -> e.alone(Digits::divergence)));
  }

  private static Cell quantile(ConditionMetrics metrics, double fraction) {
    return metrics
        .find(MetricName.KL_QUANTILE, Normalization.NONE, fraction)
        .map(r -> Estimate.of(r).alone(Digits::divergence))
        .orElse(Cell.EMPTY);
  }
}
