package dev.steerage.evaluation;

import dev.steerage.runlog.SearchLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The coefficients that a tune has come to, in place of those of the spec, which are where it
 * begins: half of that, itself, and twice that.
 */
final class TunedCells {
  private static final double STEP = 2;

  private final boolean isSearch;
  private final Map<SearchLine, TreeSet<Double>> sizes = new HashMap<>();

  private TunedCells(boolean isSearch) {
    this.isSearch = isSearch;
  }

  /** Those of a spec, which may be no tune. */
  static TunedCells of(EvaluationSpec spec) {
    return new TunedCells(spec.tune() != null);
  }

  /** Whether this is a tune; else cells stay what they are. */
  boolean isSearch() {
    return isSearch;
  }

  /** Adds coefficients, by size. */
  void add(Map<SearchLine, List<Double>> next) {
    next.forEach((line, more) -> sizes.computeIfAbsent(line, any -> new TreeSet<>()).addAll(more));
  }

  /** The cells so far for those that the spec has, in their order. */
  List<Cell> of(List<Cell> asked) {
    if (!isSearch) {
      return asked;
    }
    List<Cell> cells = new ArrayList<>();
    for (Cell cell : asked) {
      Optional<SearchLine> line = SearchLine.of(cell.condition());
      if (line.isEmpty()) {
        cells.add(cell);
        continue;
      }
      double start = Math.abs(cell.condition().coefficient());
      sizes
          .computeIfAbsent(
              line.get(), any -> new TreeSet<>(List.of(start / STEP, start, start * STEP)))
          .forEach(size -> cells.add(VectorCells.at(cell, line.get().side().sign() * size)));
    }
    return cells;
  }
}
