package dev.steerage.report;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tech.tablesaw.table.TableSlice;

/**
 * One line a model and condition, one table a behavior: plain changes in nats first, the paper's
 * quartile metric and its z last, because z can make much of little. Random directions have no
 * line; {@link StrengthTable} sums them up.
 */
public final class SummaryTable {
  private static final double QUARTER = 0.25;
  private static final List<String> COLUMNS =
      List.of(
          "model",
          "condition",
          "Δ positive",
          "Δ negative",
          "prop.",
          "Δ prop.",
          "choice",
          "flips",
          "q25 pos",
          "q25 neg",
          "z");

  private final Normalization normalization;

  private SummaryTable(Normalization normalization) {
    this.normalization = normalization;
  }

  /**
   * Summaries of any number of behaviors.
   *
   * @param normalization of the quartile metric and z
   */
  public static List<TitledTable> of(List<MetricResult> results, Normalization normalization) {
    SummaryTable summary = new SummaryTable(normalization);
    List<TitledTable> tables = new ArrayList<>();
    for (TableSlice behavior : MetricsTable.of(results).splitOn("behavior")) {
      List<ConditionMetrics> conditions = ConditionMetrics.withoutRandom(behavior.asTable());
      if (!conditions.isEmpty()) { // questions have no pairs
        tables.add(summary.table(conditions));
      }
    }
    return tables;
  }

  private TitledTable table(List<ConditionMetrics> conditions) {
    List<String> vectors = interventions(conditions);
    Function<Condition, Cell> labels = TextTable.labels(vectors);
    TextTable table = new TextTable(COLUMNS);
    for (ConditionMetrics condition : conditions) {
      table.add(cells(condition, labels.apply(condition.condition())));
    }
    MetricResult any =
        conditions.get(0).find(MetricName.PROPENSITY).orElseThrow(SummaryTable::noPropensity);
    String nats = any.unit();
    String quartile = normalization == Normalization.NONE ? nats : "";
    String z = normalization == Normalization.NONE ? "" : nats;
    String pairs = ConditionMetrics.count(conditions, MetricName.PROPENSITY);
    TitledTable titled =
        new TitledTable(
            Heading.of(
                any.condition().behavior(),
                TableKind.SUMMARY,
                pairs + (pairs.equals("1") ? " pair" : " pairs") + vector(vectors),
                "± is the half-width of the 95 % t-interval over pairs"),
            table,
            List.of("", "", nats, nats, nats, nats, "share", "pairs", quartile, quartile, z),
            2,
            SummaryNotes.of(nats, normalization));
    return vectors.isEmpty() ? titled : titled.withNote(SummaryNotes.PLACE);
  }

  /** Names of what was done at a layer, without the baseline. */
  static List<String> interventions(List<ConditionMetrics> conditions) {
    return conditions.stream()
        .map(ConditionMetrics::condition)
        .filter(c -> c.layer() != null)
        .map(Condition::intervention)
        .distinct()
        .toList();
  }

  static String vector(List<String> names) {
    return names.size() == 1 ? ", vector " + names.get(0) : "";
  }

  private List<Cell> cells(ConditionMetrics condition, Cell label) {
    return List.of(
        Cell.of(condition.condition().model()),
        label,
        condition.cell(MetricName.DELTA_POSITIVE, Estimate::changeAndHalfWidth),
        condition.cell(MetricName.DELTA_NEGATIVE, Estimate::changeAndHalfWidth),
        condition.cell(MetricName.PROPENSITY, e -> e.alone(Digits::nats)),
        condition.cell(MetricName.DELTA_PROPENSITY, Estimate::changeAndHalfWidth),
        condition.cell(MetricName.CHOICE_ACCURACY, e -> e.alone(Digits::share)),
        Cell.flips(
            condition.find(MetricName.FLIPS_TO_POSITIVE).map(MetricResult::value),
            condition.find(MetricName.FLIPS_TO_NEGATIVE).map(MetricResult::value)),
        quartile(condition, MetricName.QUARTILE_POSITIVE),
        quartile(condition, MetricName.QUARTILE_NEGATIVE),
        cell(condition.find(MetricName.Z, normalization)));
  }

  private Cell quartile(ConditionMetrics condition, MetricName name) {
    return cell(condition.find(name, normalization, QUARTER));
  }

  private static Cell cell(Optional<MetricResult> result) {
    return result.map(r -> Estimate.of(r).alone(Digits::nats)).orElse(Cell.EMPTY);
  }

  private static IllegalArgumentException noPropensity() {
    return new IllegalArgumentException("metrics of a condition without its propensity");
  }
}
