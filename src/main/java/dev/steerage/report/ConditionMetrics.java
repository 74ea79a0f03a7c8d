package dev.steerage.report;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;
import tech.tablesaw.table.TableSlice;

/** The metrics of one condition, looked up by name. */
final class ConditionMetrics {
  private final Table rows;
  private final Condition condition;

  private ConditionMetrics(Table rows) {
    this.rows = rows;
    this.condition = MetricsTable.result(rows.row(0)).condition();
  }

  /** Splits a long table by model and condition, in the order of first rows. */
  static List<ConditionMetrics> of(Table metrics) {
    return split(metrics).filter(ConditionMetrics::hasScores).toList();
  }

  /** What is of an intervention at a layer under all coefficients, by model, in that order. */
  static List<ConditionMetrics> ofSlopes(Table metrics) {
    return split(metrics).filter(c -> c.find(MetricName.STEERABILITY).isPresent()).toList();
  }

  /** The same of conditions that need not have scores of pairs. */
  static List<ConditionMetrics> ofAny(Table metrics) {
    return split(metrics).toList();
  }

  private boolean hasScores() {
    return find(MetricName.PROPENSITY).isPresent();
  }

  private static Stream<ConditionMetrics> split(Table metrics) {
    List<ConditionMetrics> all = new ArrayList<>();
    for (TableSlice slice : metrics.splitOn("model", "condition", "intervention")) {
      all.add(new ConditionMetrics(slice.asTable()));
    }
    return all.stream();
  }

  /** The same without the random directions that vectors are compared with. */
  static List<ConditionMetrics> withoutRandom(Table metrics) {
    return of(metrics).stream().filter(c -> !c.condition.isRandomDirection()).toList();
  }

  Condition condition() {
    return condition;
  }

  /** A metric that no normalization bears on. */
  Optional<MetricResult> find(MetricName name) {
    return first(named(name, Normalization.NONE.word()));
  }

  /** A metric over all pairs in a normalization. */
  Optional<MetricResult> find(MetricName name, Normalization normalization) {
    return find(name, normalization.word());
  }

  /** A metric in whatever its normalization is called. */
  Optional<MetricResult> find(MetricName name, String normalization) {
    return first(named(name, normalization));
  }

  /** A metric over a fraction of the pairs in a normalization. */
  Optional<MetricResult> find(MetricName name, Normalization normalization, double fraction) {
    return first(
        named(name, normalization.word()).and(rows.doubleColumn("fraction").isEqualTo(fraction)));
  }

  /** A cell made of a metric, empty where the condition does not have it. */
  Cell cell(MetricName name, Function<Estimate, Cell> digits) {
    return find(name).map(Estimate::of).map(digits).orElse(Cell.EMPTY);
  }

  /** How many units a metric of some conditions rests on, {@code 50} or {@code 40 to 50}. */
  static String count(List<ConditionMetrics> conditions, MetricName name) {
    IntSummaryStatistics n =
        conditions.stream()
            .flatMap(c -> c.find(name).stream())
            .mapToInt(MetricResult::n)
            .summaryStatistics();
    return n.getMin() == n.getMax() ? "" + n.getMax() : n.getMin() + " to " + n.getMax();
  }

  private Selection named(MetricName name, String normalization) {
    return rows.stringColumn("metric")
        .isEqualTo(name.word())
        .and(rows.stringColumn("normalization").isEqualTo(normalization));
  }

  private Optional<MetricResult> first(Selection selection) {
    return selection.isEmpty()
        ? Optional.empty()
        : Optional.of(MetricsTable.result(new Row(rows, selection.get(0))));
  }
}
