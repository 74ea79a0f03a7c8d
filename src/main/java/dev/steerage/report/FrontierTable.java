package dev.steerage.report;

import dev.steerage.metric.Tuned;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.HalfMean;
import dev.steerage.runlog.TuneRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The frontier of effect against cost over layers × coefficients: one table a behavior, one line a
 * condition that no other of its model surpasses in effect at no more cost.
 */
public final class FrontierTable {
  private FrontierTable() {}

  /** Tables of the behaviors that have a frontier. */
  public static List<TitledTable> of(Tuned tuned) {
    Set<Condition> frontier = tuned.frontier();
    Set<Condition> chosen = tuned.chosen();
    List<TitledTable> tables = new ArrayList<>();
    for (String behavior : TuneTable.behaviors(tuned)) {
      List<TuneRow> rows = rows(tuned, frontier, behavior);
      if (!rows.isEmpty()) {
        tables.add(table(tuned, behavior, rows, chosen));
      }
    }
    return tables;
  }

  private static List<TuneRow> rows(Tuned tuned, Set<Condition> frontier, String behavior) {
    List<String> models =
        tuned.rows().stream().map(row -> row.condition().model()).distinct().toList();
    return tuned.rows().stream()
        .filter(row -> row.condition().behavior().equals(behavior))
        .filter(row -> frontier.contains(row.condition()))
        .sorted(
            Comparator.comparing((TuneRow row) -> models.indexOf(row.condition().model()))
                .thenComparing(row -> -Math.signum(row.condition().coefficient()))
                .thenComparing(row -> Objects.requireNonNull(row.heldOutCost()).value()))
        .toList();
  }

  private static TitledTable table(
      Tuned tuned, String behavior, List<TuneRow> rows, Set<Condition> chosen) {
    TextTable table =
        new TextTable(
            List.of(
                "model",
                "condition",
                tuned.budget().kind().word(),
                "low",
                "high",
                "Δ prop.",
                "chosen"));
    for (TuneRow row : rows) {
      HalfMean cost = row.heldOutCost();
      table.add(
          List.of(
              Cell.of(row.condition().model()),
              ConditionLabel.cell(ConditionLabel.of(row.condition()), row.condition())
                  .with("intervention", row.condition().intervention()),
              cost(tuned, cost == null ? null : cost.value()),
              cost(tuned, cost == null ? null : cost.low()),
              cost(tuned, cost == null ? null : cost.high()),
              TuneTable.effect(row.heldOutEffect()),
              Cell.of(chosen.contains(row.condition()) ? "yes" : "")));
    }
    String unit = tuned.budget().kind().unit();
    String pairs =
        rows.stream()
            .map(row -> "" + row.heldOutEffect().n())
            .distinct()
            .collect(Collectors.joining(" or "));
    return new TitledTable(
        Heading.of(
            behavior,
            TableKind.FRONTIER,
            "frontier of effect against cost",
            "n = %s pairs that are held out; intervals of 95 %% over prompts and over chunks"
                .formatted(pairs)),
        table,
        List.of("", "", unit, unit, unit, tuned.effectUnit(), ""),
        2,
        List.of(
            new Note(
                "frontier",
                "of all layers and coefficients that were tried those that no other one of the same"
                    + " model surpasses in effect at no more cost, both on the held-out half; tune.csv"
                    + " has all")));
  }

  private static Cell cost(Tuned tuned, @Nullable Double value) {
    return value == null
        ? Cell.EMPTY
        : Cell.number(TuneTable.cost(tuned.budget().kind(), value), value);
  }
}
