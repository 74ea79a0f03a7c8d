package dev.steerage.report;

import dev.steerage.metric.Tuned;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.HalfMean;
import dev.steerage.runlog.TuneRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** All that a tune has evaluated with the columns of {@code tune.csv}, for csv and json. */
public final class TuneExact {
  private final List<TuneRow> rows;

  private TuneExact(List<TuneRow> rows) {
    this.rows = rows;
  }

  /** The rows in their order. */
  public static Table of(Tuned tuned) {
    TuneExact exact = new TuneExact(tuned.rows());
    Set<Condition> chosen = tuned.chosen();
    Set<Condition> frontier = tuned.frontier();
    List<Column<?>> columns = new ArrayList<>();
    columns.add(exact.texts("model", Condition::model));
    columns.add(exact.texts("behavior", Condition::behavior));
    columns.add(exact.texts("condition", Condition::condition));
    columns.add(exact.texts("intervention", Condition::intervention));
    columns.add(exact.counts("layer", row -> row.condition().layer()));
    columns.add(exact.numbers("coefficient", row -> row.condition().coefficient()));
    columns.add(exact.counts("chosen", row -> chosen.contains(row.condition()) ? 1 : 0));
    columns.add(exact.counts("frontier", row -> frontier.contains(row.condition()) ? 1 : 0));
    exact.addMean(columns, "effect_search", TuneRow::searchEffect);
    exact.addMean(columns, "effect_held_out", TuneRow::heldOutEffect);
    exact.addMean(columns, "cost_search", TuneRow::searchCost);
    exact.addMean(columns, "cost_held_out", TuneRow::heldOutCost);
    columns.add(exact.numbers("cost_limit", TuneRow::costLimit));
    String unit = tuned.budget().kind().unit();
    StringColumn units = StringColumn.create("cost_unit");
    exact.rows.forEach(row -> units.append(row.searchCost() == null ? "" : unit));
    columns.add(units);
    return Table.create(columns);
  }

  private StringColumn texts(String name, Function<Condition, String> text) {
    StringColumn column = StringColumn.create(name);
    rows.forEach(row -> column.append(text.apply(row.condition())));
    return column;
  }

  private IntColumn counts(String name, Function<TuneRow, @Nullable Integer> count) {
    IntColumn column = IntColumn.create(name);
    rows.forEach(row -> column.append(count.apply(row)));
    return column;
  }

  private DoubleColumn numbers(String name, Function<TuneRow, @Nullable Double> number) {
    DoubleColumn column = DoubleColumn.create(name);
    rows.forEach(row -> column.append(number.apply(row)));
    return column;
  }

  private void addMean(
      List<Column<?>> columns, String name, Function<TuneRow, @Nullable HalfMean> mean) {
    columns.add(numbers(name, row -> part(mean.apply(row), HalfMean::value)));
    columns.add(numbers(name + "_low", row -> part(mean.apply(row), HalfMean::low)));
    columns.add(numbers(name + "_high", row -> part(mean.apply(row), HalfMean::high)));
    columns.add(
        counts(
            name + "_n",
            row -> {
              HalfMean of = mean.apply(row);
              return of == null ? null : of.n();
            }));
  }

  private static @Nullable Double part(
      @Nullable HalfMean mean, Function<HalfMean, @Nullable Double> part) {
    return mean == null ? null : part.apply(mean);
  }
}
