package dev.steerage.metric;

import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.SearchLine;
import dev.steerage.runlog.TuneRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a tune has evaluated along one line.
 *
 * @param line of all of them
 * @param rows at least one, by size of the coefficient ascending
 * @param budget of the tune
 */
public record TunedLine(SearchLine line, List<TuneRow> rows, CostBudget budget) {
  public TunedLine {
    rows =
        rows.stream()
            .sorted(Comparator.comparingDouble(row -> Math.abs(row.condition().coefficient())))
            .toList();
  }

  /**
   * The coefficient with the largest effect in the line's direction on the half that the search
   * sees, of those whose {@link TuneRow#costLimit} is within the budget; empty where none is.
   */
  public Optional<TuneRow> chosen() {
    return rows.stream()
        .filter(row -> row.limit() <= budget.value())
        .max(Comparator.comparingDouble(this::gain));
  }

  /** The row with the smallest cost that was seen. */
  public TuneRow cheapest() {
    return rows.stream().min(Comparator.comparingDouble(TuneRow::limit)).orElseThrow();
  }

  private double gain(TuneRow row) {
    return line.side().sign() * row.searchEffect().value();
  }

  /** What was tried, for the search. */
  List<Bracketing.Tried> tried() {
    return rows.stream()
        .map(
            row ->
                new Bracketing.Tried(
                    Math.abs(row.condition().coefficient()), row.limit(), gain(row)))
        .toList();
  }
}
