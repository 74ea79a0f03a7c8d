package dev.steerage.report;

import dev.steerage.metric.MetricResult;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import dev.steerage.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What an extraction gave, one line a layer.
 *
 * @param model name of the model
 * @param pairs name of the pairs
 * @param vector name of the vector
 * @param notes what the reader needs to know of how it was made
 * @param rows ascending by layer
 */
public record LayerTable(
    String model, String pairs, String vector, List<Note> notes, List<Row> rows) {

  /**
   * A layer's vector.
   *
   * @param layer 0-based block
   * @param isRecommended whether it is the one to take
   * @param norm Euclidean norm
   * @param separation d′ on held-out pairs, NaN where there is none
   * @param right held-out pairs on the right side
   * @param heldOut held-out pairs
   */
  public record Row(
      int layer, boolean isRecommended, double norm, double separation, int right, int heldOut) {}

  public LayerTable {
    notes = List.copyOf(notes);
    rows = List.copyOf(rows);
  }

  /** The table and, as metrics of the vector at each layer, its long form. */
  public MetricsReport report(List<String> warnings) {
    List<MetricResult> results = new ArrayList<>();
    rows.forEach(row -> results.addAll(results(row)));
    return new MetricsReport(results, List.of(table()), warnings);
  }

  private List<MetricResult> results(Row row) {
    List<MetricResult> results = new ArrayList<>();
    results.add(result(row, "vector_norm", row.norm(), null, 0, "1"));
    if (row.heldOut() > 0) {
      Interval interval = Interval.ofShare(row.right(), row.heldOut());
      double share = (double) row.right() / row.heldOut();
      results.add(result(row, "held_out_d_prime", row.separation(), null, row.heldOut(), "1"));
      results.add(result(row, "held_out_right_side", share, interval, row.heldOut(), "share"));
      results.add(
          result(
              row, "is_recommended_layer", row.isRecommended() ? 1 : 0, null, row.heldOut(), "1"));
    }
    return results;
  }

  private MetricResult result(
      Row row, String metric, double value, @Nullable Interval interval, int n, String unit) {
    String name = vector + "-layer" + row.layer();
    return new MetricResult(
        metric,
        "none",
        new Condition(model, pairs, name, vector, row.layer(), 1),
        null,
        value,
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high(),
        n,
        unit);
  }

  private TitledTable table() {
    Table table = Table.create();
    for (String name : List.of("layer", "norm", "d'", "right side", "95 %", "n")) {
      table.addColumns(StringColumn.create(name));
    }
    for (Row row : rows) {
      boolean isMeasured = row.heldOut() > 0;
      double share = isMeasured ? (double) row.right() / row.heldOut() : 0;
      List<String> cells =
          List.of(
              row.layer() + (row.isRecommended() ? " *" : ""),
              Digits.share(row.norm()),
              Double.isNaN(row.separation()) ? "" : Digits.share(row.separation()),
              isMeasured ? Digits.share(share) : "",
              isMeasured ? interval(row) : "",
              String.valueOf(row.heldOut()));
      for (int i = 0; i < cells.size(); i++) {
        table.stringColumn(i).append(cells.get(i));
      }
    }
    List<String> units = List.of("", "", "", "share", "", "pairs");
    return new TitledTable(pairs + " on " + model, table, units, 1, notes);
  }

  private static String interval(Row row) {
    Interval interval = Interval.ofShare(row.right(), row.heldOut());
    return Digits.share(interval.low()) + " to " + Digits.share(interval.high());
  }
}
