package dev.steerage.report;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.table.TableSlice;

/** The quartile metric in full: every fraction and normalization, one table a behavior. */
public final class QuartileTable {
  private static final List<String> COLUMNS =
      List.of("model", "condition", "normalization", "fraction", "n", "pos", "neg");

  private QuartileTable() {}

  /**
   * Tables of any number of behaviors; those without steered conditions have none.
   *
   * @param normalizations which ones, in order
   */
  public static List<TitledTable> of(
      List<MetricResult> results, List<Normalization> normalizations) {
    List<TitledTable> tables = new ArrayList<>();
    for (TableSlice slice : MetricsTable.of(results).splitOn("behavior")) {
      Table behavior = slice.asTable();
      TextTable table = new TextTable(COLUMNS);
      for (ConditionMetrics condition : ConditionMetrics.of(behavior)) {
        normalizations.forEach(n -> addRows(table, condition, n, fractions(behavior)));
      }
      if (!table.isEmpty()) {
        tables.add(titled(behavior.stringColumn("behavior").get(0), table));
      }
    }
    return tables;
  }

  private static TitledTable titled(String behavior, TextTable table) {
    return new TitledTable(
        Heading.of(
            behavior,
            TableKind.QUARTILES,
            "quartile metric",
            "n is a column; intervals are 95 % bootstrap over pairs"),
        table,
        List.of("", "", "", "", "pairs", "", ""),
        3,
        List.of(
            new Note(
                "pos, neg",
                "mean rise of the positives that the baseline finds least likely and mean fall of"
                    + " the negatives that it finds most likely, [95 % bootstrap interval over"
                    + " pairs]; in units of z, or in nats (per token) for normalization none")));
  }

  private static List<Double> fractions(Table behavior) {
    DoubleColumn fractions = behavior.doubleColumn("fraction");
    return fractions.removeMissing().unique().asList().stream().sorted().toList();
  }

  private static void addRows(
      TextTable table,
      ConditionMetrics condition,
      Normalization normalization,
      List<Double> fractions) {
    for (double fraction : fractions) {
      Optional<MetricResult> positive =
          condition.find(MetricName.QUARTILE_POSITIVE, normalization, fraction);
      Optional<MetricResult> negative =
          condition.find(MetricName.QUARTILE_NEGATIVE, normalization, fraction);
      if (positive.isPresent() && negative.isPresent()) {
        int n = positive.get().n();
        table.add(
            List.of(
                Cell.of(condition.condition().model()),
                ConditionLabel.cell(condition.condition().condition(), condition.condition()),
                Cell.of(normalization.word()),
                Cell.of(String.format(Locale.ROOT, "%.0f %%", 100 * fraction), fraction),
                Cell.of(Integer.toString(n), n),
                Estimate.of(positive.get()).andInterval(),
                Estimate.of(negative.get()).andInterval()));
      }
    }
  }
}
