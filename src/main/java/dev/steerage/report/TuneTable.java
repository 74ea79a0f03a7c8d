package dev.steerage.report;

import dev.steerage.metric.Tuned;
import dev.steerage.metric.TunedLine;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.HalfMean;
import dev.steerage.runlog.SearchLine.Side;
import dev.steerage.runlog.TuneRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tune has chosen: one table a behavior, one line a model, vector and layer, all at the same
 * cost, and what has no coefficient to search behind them.
 */
public final class TuneTable {
  private final Tuned tuned;
  private final List<TunedLine> lines;
  private final String behavior;

  private TuneTable(Tuned tuned, String behavior) {
    this.tuned = tuned;
    this.lines =
        tuned.lines().stream().filter(line -> line.line().behavior().equals(behavior)).toList();
    this.behavior = behavior;
  }

  /** Tables in the order of the behaviors. */
  public static List<TitledTable> of(Tuned tuned) {
    return behaviors(tuned).stream().map(b -> new TuneTable(tuned, b).table()).toList();
  }

  /** Behaviors of a tune, as they first appear. */
  static List<String> behaviors(Tuned tuned) {
    return tuned.rows().stream().map(row -> row.condition().behavior()).distinct().toList();
  }

  private TitledTable table() {
    String cost = tuned.budget().kind().word();
    TextTable table =
        new TextTable(
            List.of(
                "model",
                "vector",
                "coeff.",
                cost,
                "limit",
                "held out",
                "within",
                "Δ prop.",
                "random",
                "furthest",
                "tried"));
    lines.stream()
        .filter(line -> !line.line().isRandomDirection())
        .forEach(line -> table.add(cells(line)));
    tuned.others().stream()
        .filter(row -> row.condition().behavior().equals(behavior))
        .forEach(row -> table.add(cells(row)));
    String unit = tuned.budget().kind().unit();
    String nats = tuned.effectUnit();
    return new TitledTable(
        Heading.of(
            behavior,
            TableKind.TUNE,
            "largest effect within " + tuned.budget(),
            "chosen on one half of prompts and of the neutral text's chunks; Δ prop. on the other half, n = %s pairs, ± half of its 95 %% t-interval over prompts"
                .formatted(pairs())),
        table,
        List.of("", "", "", unit, unit, unit, "", nats, nats, nats, ""),
        2,
        notes(cost));
  }

  private String pairs() {
    return tuned.rows().stream()
        .filter(row -> row.condition().behavior().equals(behavior))
        .map(row -> "" + row.heldOutEffect().n())
        .distinct()
        .reduce((a, b) -> a + " or " + b)
        .orElse("0");
  }

  private static List<Note> notes(String cost) {
    return List.of(
        new Note(
            cost + ", limit",
            "cost of the coefficient where it was chosen, and the upper end of the 95 % prediction"
                + " interval that those chunks give for the other half, which is kept within the budget;"
                + " for none the smallest that was seen"),
        new Note(
            "held out",
            "cost on the other half of the chunks, ± half of its 95 % t-interval; within says whether"
                + " it is within the budget. A system prompt has no cost on a text without prompts"),
        new Note(
            "random, furthest",
            "Δ prop. of random directions of the vector's norm, each tuned to the same budget in the"
                + " same way: their mean, and the one that goes furthest"),
        new Note("tried", "coefficients that were evaluated"));
  }

  private List<Cell> cells(TunedLine line) {
    Optional<TuneRow> chosen = line.chosen();
    List<Double> random = random(line);
    TuneRow shown = chosen.orElseGet(line::cheapest);
    Condition condition = shown.condition();
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(condition.model()));
    cells.add(
        Cell.of(ConditionLabel.ofLayer(condition))
            .with("intervention", condition.intervention())
            .with("layer", line.line().layer()));
    cells.add(
        chosen.isPresent()
            ? Cell.of(ConditionLabel.factor(condition), condition.coefficient())
            : new Cell("none", "none", Map.of()));
    cells.addAll(costs(shown, chosen.isPresent()));
    cells.add(chosen.map(row -> effect(row.heldOutEffect())).orElse(Cell.EMPTY));
    cells.add(
        random.isEmpty()
            ? Cell.EMPTY
            : change(random.stream().mapToDouble(d -> d).sum() / random.size())
                .with("directions", random.size()));
    cells.add(random.stream().max(by(line.line().side())).map(this::change).orElse(Cell.EMPTY));
    cells.add(Cell.of("" + line.rows().size(), line.rows().size()));
    return cells;
  }

  private static Comparator<Double> by(Side side) {
    return Comparator.comparingDouble(effect -> side.sign() * effect);
  }

  private List<Double> random(TunedLine line) {
    return lines.stream()
        .filter(other -> other.line().isRandomDirectionOf(line.line()))
        .flatMap(other -> other.chosen().stream())
        .map(row -> row.heldOutEffect().value())
        .toList();
  }

  private Cell change(double value) {
    return Cell.number(Digits.change(value), value);
  }

  private List<Cell> cells(TuneRow other) {
    Condition condition = other.condition();
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(condition.model()));
    cells.add(Cell.of(condition.condition()).with("intervention", condition.intervention()));
    cells.add(Cell.EMPTY);
    cells.addAll(costs(other, true));
    cells.add(effect(other.heldOutEffect()));
    cells.addAll(List.of(Cell.EMPTY, Cell.EMPTY, Cell.EMPTY));
    return cells;
  }

  private List<Cell> costs(TuneRow row, boolean hasHeldOut) {
    HalfMean search = row.searchCost();
    HalfMean heldOut = hasHeldOut ? row.heldOutCost() : null;
    List<Cell> cells = new ArrayList<>();
    cells.add(search == null ? Cell.EMPTY : cost(search.value()));
    cells.add(search == null ? Cell.EMPTY : cost(row.costLimit()));
    cells.add(heldOut == null ? Cell.EMPTY : withHalfWidth(heldOut));
    cells.add(
        heldOut == null
            ? Cell.EMPTY
            : Cell.of(heldOut.value() <= tuned.budget().value() ? "yes" : "no"));
    return cells;
  }

  private Cell withHalfWidth(HalfMean cost) {
    return new Estimate(cost.value(), cost.low(), cost.high())
        .andHalfWidth(value -> cost(tuned.budget().kind(), value));
  }

  private Cell cost(@Nullable Double value) {
    return value == null ? Cell.EMPTY : Cell.number(cost(tuned.budget().kind(), value), value);
  }

  /** A cost with the digits of its kind. */
  static String cost(CostBudget.Kind kind, double value) {
    return kind == CostBudget.Kind.KL ? Digits.divergence(value) : Digits.perplexity(value);
  }

  /** An effect with the half-width of its interval. */
  static Cell effect(HalfMean effect) {
    return new Estimate(effect.value(), effect.low(), effect.high()).changeAndHalfWidth();
  }

  /**
   * What of a tune has found no coefficient within the budget, in a sentence; empty where all of it
   * has.
   */
  public static Optional<String> unmet(Tuned tuned) {
    List<TunedLine> vectors =
        tuned.lines().stream().filter(line -> !line.line().isRandomDirection()).toList();
    List<TunedLine> unmet = vectors.stream().filter(line -> line.chosen().isEmpty()).toList();
    if (unmet.isEmpty()) {
      return Optional.empty();
    }
    TuneRow least =
        unmet.stream()
            .map(TunedLine::cheapest)
            .min(Comparator.comparingDouble(TuneRow::limit))
            .orElseThrow();
    String who =
        unmet.size() == vectors.size()
            ? "nothing is"
            : "%d of %d vectors and layers are not".formatted(unmet.size(), vectors.size());
    CostBudget.Kind kind = tuned.budget().kind();
    return Optional.of(
        "%s within the budget of %s up to the limit for the held-out half: the smallest cost seen%s is %s, with the limit %s, of %s at coefficient %s on model %s, behavior %s"
            .formatted(
                who,
                tuned.budget(),
                unmet.size() == vectors.size() ? "" : " of theirs",
                cost(kind, least.cost()) + " " + kind.unit(),
                cost(kind, least.limit()),
                ConditionLabel.ofLayer(least.condition()),
                ConditionLabel.factor(least.condition()),
                least.condition().model(),
                least.condition().behavior()));
  }
}
