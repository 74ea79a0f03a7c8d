package dev.steerage.report;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;
import tech.tablesaw.table.TableSlice;

/**
 * How the propensity goes with the coefficient: one table a behavior, one line a model,
 * intervention and layer. An intervention with one layer and coefficient has no line, since the
 * summary says the same of it. On a terminal a line has its curve as well; in files figures have
 * it.
 */
final class SteerabilityTable {
  private static final List<String> COLUMNS =
      List.of(
          "model",
          "intervention",
          "slope",
          "anti",
          "Spearman",
          "best",
          "held-out Δ",
          "at",
          "steering",
          "damage");

  private final List<ConditionMetrics> conditions;
  private final boolean isOneVector;

  private SteerabilityTable(List<ConditionMetrics> conditions, boolean isOneVector) {
    this.conditions = conditions;
    this.isOneVector = isOneVector;
  }

  /** Tables of the behaviors that have something to show. */
  static List<TitledTable> of(List<MetricResult> results) {
    List<TitledTable> tables = new ArrayList<>();
    for (TableSlice slice : MetricsTable.of(results).splitOn("behavior")) {
      Table behavior = slice.asTable();
      List<ConditionMetrics> conditions = ConditionMetrics.withoutRandom(behavior);
      List<ConditionMetrics> slopes =
          ConditionMetrics.ofSlopes(behavior).stream()
              .filter(slope -> isSwept(slope.condition(), conditions))
              .toList();
      if (!slopes.isEmpty()) {
        tables.add(table(slopes, conditions));
      }
    }
    return tables;
  }

  private static boolean isSwept(Condition slope, List<ConditionMetrics> conditions) {
    return conditions.stream()
            .map(ConditionMetrics::condition)
            .filter(c -> c.coefficient() != 0 && isOfSame(c, slope))
            .count()
        > 1;
  }

  private static boolean isOfSame(Condition condition, Condition slope) {
    return condition.model().equals(slope.model())
        && condition.intervention().equals(slope.intervention());
  }

  private static TitledTable table(
      List<ConditionMetrics> slopes, List<ConditionMetrics> conditions) {
    List<String> vectors = SummaryTable.interventions(slopes);
    SteerabilityTable lines = new SteerabilityTable(conditions, vectors.size() == 1);
    TextTable table = new TextTable(COLUMNS);
    slopes.forEach(slope -> table.add(lines.cells(slope)));
    String nats = conditions.get(0).find(MetricName.PROPENSITY).map(MetricResult::unit).orElse("");
    String ofSlope = slopes.get(0).find(MetricName.STEERABILITY).map(MetricResult::unit).orElse("");
    return new TitledTable(
            Heading.of(
                slopes.get(0).condition().behavior(),
                TableKind.STEERABILITY,
                "steerability" + SummaryTable.vector(vectors),
                "n = %s pairs; ± is the half-width of the 95 %% t-interval over pairs"
                    .formatted(ConditionMetrics.count(slopes, MetricName.STEERABILITY))),
            table,
            List.of("", "", ofSlope, "share", "", "", nats, "", nats, nats),
            2,
            notes(ofSlope))
        .withSketches(Sparkline.of(slopes.stream().map(lines::curve).toList()));
  }

  /** What the columns are; the slope's unit is too long for its own. */
  private static List<Note> notes(String unit) {
    return List.of(
        new Note(
            "slope",
            "steerability of arXiv 2407.12404: mean over pairs of the least-squares slope of the"
                + " propensity over the coefficients, the baseline being 0, in "
                + unit
                + "; anti: share of pairs"
                + " with a slope below 0; Spearman: mean over pairs of the rank correlation of"
                + " coefficient and propensity"),
        new Note(
            "best",
            "on its layer's line, the coefficient that raises the propensity most among all layers"
                + " and coefficients of the intervention, chosen on prompts 0, 2, 4…; held-out Δ:"
                + " its Δ prop. on the other prompts, which had no part in the choice"),
        new Note(
            "steering, damage",
            "half the difference and half the sum of Δ prop. at the two coefficients: what turns"
                + " round with the sign, and what both signs do alike"),
        new Note("±", "half-width of the 95 % t-interval over pairs"));
  }

  /** Δ prop. by coefficient at the layer of a slope. */
  private SortedMap<Double, Double> curve(ConditionMetrics slope) {
    SortedMap<Double, Double> curve = new TreeMap<>();
    ofLayer(slope.condition())
        .flatMap(c -> c.find(MetricName.DELTA_PROPENSITY).stream())
        .filter(change -> Double.isFinite(change.value()))
        .forEach(change -> curve.put(change.condition().coefficient(), change.value()));
    return curve;
  }

  private List<Cell> cells(ConditionMetrics slope) {
    Condition c = slope.condition();
    String label = isOneVector && c.layer() != null ? "L" + c.layer() : ConditionLabel.ofLayer(c);
    Optional<MetricResult> best = greatest(c, MetricName.HELD_OUT_DELTA_PROPENSITY);
    Optional<MetricResult> steering = greatest(c, MetricName.STEERING_COMPONENT);
    Optional<MetricResult> damage = greatest(c, MetricName.DAMAGE_COMPONENT);
    return List.of(
        Cell.of(c.model()),
        c.layer() == null ? Cell.of(label) : Cell.of(label).with("layer", c.layer()),
        slope.cell(MetricName.STEERABILITY, Estimate::changeAndHalfWidth),
        slope.cell(MetricName.ANTI_STEERABLE_SHARE, e -> e.alone(Digits::share)),
        slope.cell(MetricName.STEERABILITY_SPEARMAN, e -> e.alone(Digits::share)),
        best.map(r -> coefficient("×", r)).orElse(Cell.EMPTY),
        change(best),
        steering.map(r -> coefficient("±", r)).orElse(Cell.EMPTY),
        change(steering),
        change(damage));
  }

  private static Cell coefficient(String sign, MetricResult result) {
    Condition c = result.condition();
    return Cell.of(sign + ConditionLabel.factor(c), c.coefficient());
  }

  private static Cell change(Optional<MetricResult> result) {
    return result.map(r -> Estimate.of(r).changeAndHalfWidth()).orElse(Cell.EMPTY);
  }

  /** A metric at the greatest coefficient at this layer that has it. */
  private Optional<MetricResult> greatest(Condition slope, MetricName name) {
    return ofLayer(slope)
        .flatMap(c -> c.find(name).stream())
        .max(Comparator.comparingDouble(r -> r.condition().coefficient()));
  }

  private Stream<ConditionMetrics> ofLayer(Condition slope) {
    return conditions.stream()
        .filter(c -> isOfSame(c.condition(), slope))
        .filter(c -> Objects.equals(c.condition().layer(), slope.layer()));
  }
}
