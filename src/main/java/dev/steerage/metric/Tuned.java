package dev.steerage.metric;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.SearchLine;
import dev.steerage.runlog.TuneRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a tune has found so far.
 *
 * @param budget that it searches within
 * @param effectUnit of the effects
 * @param rows of all conditions but the baselines, in the order of a report
 */
public record Tuned(CostBudget budget, String effectUnit, List<TuneRow> rows) {
  public Tuned {
    rows = List.copyOf(rows);
  }

  /**
   * That of a run folder.
   *
   * @param scores of the folder
   * @param aggregation which of their numbers the effect is of
   */
  public static Tuned of(
      RunFolder run, List<ScoreRow> scores, Aggregation aggregation, CostBudget budget) {
    return new Tuned(
        budget, aggregation.unit(), TuneRows.of(run, scores, aggregation, budget.kind()));
  }

  /** What was searched, random directions among it, as it first appears. */
  public List<TunedLine> lines() {
    Map<SearchLine, List<TuneRow>> lines = new LinkedHashMap<>();
    for (TuneRow row : rows) {
      SearchLine.of(row.condition())
          .ifPresent(line -> lines.computeIfAbsent(line, any -> new ArrayList<>()).add(row));
    }
    return lines.entrySet().stream()
        .map(entry -> new TunedLine(entry.getKey(), entry.getValue(), budget))
        .toList();
  }

  /** What has no coefficient to search, such as a system prompt. */
  public List<TuneRow> others() {
    return rows.stream().filter(row -> SearchLine.of(row.condition()).isEmpty()).toList();
  }

  /** Sizes of the coefficients that are to be tried next; nothing when the search is over. */
  public Map<SearchLine, List<Double>> next() {
    Map<SearchLine, List<Double>> next = new LinkedHashMap<>();
    for (TunedLine line : lines()) {
      List<Double> sizes = Bracketing.next(line.tried(), budget.value());
      if (!sizes.isEmpty()) {
        next.put(line.line(), sizes);
      }
    }
    return next;
  }

  /** The conditions that were chosen. */
  public Set<Condition> chosen() {
    Set<Condition> chosen = new HashSet<>();
    lines().stream()
        .flatMap(line -> line.chosen().stream())
        .forEach(row -> chosen.add(row.condition()));
    return chosen;
  }

  /**
   * The conditions of a model and behavior that no other one surpasses in effect at no more cost,
   * on the half that is held out; random directions are not among them. Effects below the baseline
   * count by their size where coefficients are negative.
   */
  public Set<Condition> frontier() {
    Map<List<Object>, List<TuneRow>> groups = new LinkedHashMap<>();
    for (TuneRow row : rows) {
      Optional<SearchLine> line = SearchLine.of(row.condition());
      if (line.isPresent() && row.heldOutCost() != null && !line.get().isRandomDirection()) {
        groups
            .computeIfAbsent(
                List.of(line.get().model(), line.get().behavior(), line.get().side()),
                any -> new ArrayList<>())
            .add(row);
      }
    }
    Set<Condition> frontier = new HashSet<>();
    groups.values().forEach(group -> addFrontier(group, frontier));
    return frontier;
  }

  private static void addFrontier(Collection<TuneRow> group, Set<Condition> frontier) {
    for (TuneRow row : group) {
      if (group.stream().noneMatch(other -> surpasses(other, row))) {
        frontier.add(row.condition());
      }
    }
  }

  private static boolean surpasses(TuneRow other, TuneRow row) {
    double more = gain(other) - gain(row);
    double cost = cost(other) - cost(row);
    return more >= 0 && cost <= 0 && (more > 0 || cost < 0);
  }

  private static double gain(TuneRow row) {
    return Math.signum(row.condition().coefficient()) * row.heldOutEffect().value();
  }

  private static double cost(TuneRow row) {
    return row.heldOutCost() == null ? Double.POSITIVE_INFINITY : row.heldOutCost().value();
  }
}
