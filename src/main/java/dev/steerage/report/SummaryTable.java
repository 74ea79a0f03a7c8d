package dev.steerage.report;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.table.TableSlice;

/**
 * One line a model and condition, one table a behavior: plain changes in nats first, the paper's
 * quartile metric and its z last, because z can make much of little. Random directions have no
 * line; {@link StrengthTable} sums them up.
 */
public final class SummaryTable {
  private static final double QUARTER = 0.25;

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
      tables.add(summary.table(ConditionMetrics.withoutRandom(behavior.asTable())));
    }
    return tables;
  }

  private TitledTable table(List<ConditionMetrics> conditions) {
    Table table = Table.create();
    for (String name :
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
            "z")) {
      table.addColumns(StringColumn.create(name));
    }
    List<String> vectors = interventions(conditions);
    for (ConditionMetrics condition : conditions) {
      Condition c = condition.condition();
      String label = vectors.size() > 1 ? ConditionLabel.of(c) : ConditionLabel.place(c);
      List<String> cells = cells(condition, label);
      for (int i = 0; i < cells.size(); i++) {
        table.stringColumn(i).append(cells.get(i));
      }
    }
    MetricResult any =
        conditions.get(0).find(MetricName.PROPENSITY).orElseThrow(SummaryTable::noPropensity);
    String nats = any.unit();
    String quartile = normalization == Normalization.NONE ? nats : "";
    String z = normalization == Normalization.NONE ? "" : nats;
    TitledTable titled =
        new TitledTable(
            any.condition().behavior() + ": " + pairs(conditions) + vector(vectors),
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

  private List<String> cells(ConditionMetrics condition, String label) {
    return List.of(
        condition.condition().model(),
        label,
        condition.cell(MetricName.DELTA_POSITIVE, SummaryTable::change),
        condition.cell(MetricName.DELTA_NEGATIVE, SummaryTable::change),
        condition.cell(MetricName.PROPENSITY, r -> Digits.nats(r.value())),
        condition.cell(MetricName.DELTA_PROPENSITY, SummaryTable::change),
        condition.cell(MetricName.CHOICE_ACCURACY, r -> Digits.share(r.value())),
        condition.cell(MetricName.FLIPS_TO_POSITIVE, r -> "+" + (long) r.value())
            + condition.cell(MetricName.FLIPS_TO_NEGATIVE, r -> "/-" + (long) r.value()),
        quartile(condition, MetricName.QUARTILE_POSITIVE),
        quartile(condition, MetricName.QUARTILE_NEGATIVE),
        condition.find(MetricName.Z, normalization).map(r -> Digits.nats(r.value())).orElse(""));
  }

  private String quartile(ConditionMetrics condition, MetricName name) {
    return condition.find(name, normalization, QUARTER).map(r -> Digits.nats(r.value())).orElse("");
  }

  /** A change and the half-width of its interval, which is symmetric. */
  static String change(MetricResult result) {
    Double high = result.high();
    String value = Digits.change(result.value());
    return high == null ? value : value + "±" + Digits.nats(high - result.value());
  }

  private static String pairs(List<ConditionMetrics> conditions) {
    int[] counts =
        conditions.stream()
            .flatMap(c -> c.find(MetricName.PROPENSITY).stream())
            .mapToInt(MetricResult::n)
            .sorted()
            .distinct()
            .toArray();
    int last = counts[counts.length - 1];
    return (counts.length == 1 ? "" : counts[0] + " to ") + last + (last == 1 ? " pair" : " pairs");
  }

  private static IllegalArgumentException noPropensity() {
    return new IllegalArgumentException("metrics of a condition without its propensity");
  }
}
