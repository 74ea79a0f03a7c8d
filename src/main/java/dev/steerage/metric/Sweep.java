package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import dev.steerage.statistics.Slope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of one intervention that differ in what can be set, layer and coefficient. Random
 * directions, a coefficient of 0 (which is the baseline) or an unknown one, and, but for {@link
 * #ofAll}, what has no coefficient to set (fine tuning, a system prompt) are not among them.
 *
 * @param baseline which is coefficient 0
 * @param steered at least one, layers and then coefficients ascending
 */
record Sweep(PairScores baseline, List<PairScores> steered) {

  private record Place(String intervention, @Nullable Integer layer) {}

  /** One for each intervention and layer. */
  static List<Sweep> byLayer(ScoreGroup group) {
    return by(group, c -> new Place(c.intervention(), c.layer()), Sweep::isSet);
  }

  /**
   * One for each intervention and layer, those with one condition and no coefficient to set among
   * them, of which a slope is the effect.
   */
  static List<Sweep> ofAll(ScoreGroup group) {
    return by(group, c -> new Place(c.intervention(), c.layer()), c -> true);
  }

  /** One for each intervention. */
  static List<Sweep> byIntervention(ScoreGroup group) {
    return by(group, Condition::intervention, Sweep::isSet);
  }

  private static List<Sweep> by(
      ScoreGroup group, Function<Condition, Object> key, Predicate<Condition> isIn) {
    Map<Object, List<PairScores>> sweeps = new LinkedHashMap<>();
    for (PairScores scores : group.steered()) {
      Condition condition = scores.condition();
      boolean isSteered = Math.abs(condition.coefficient()) > 0; // neither 0 nor unknown
      if (isSteered && isIn.test(condition) && !condition.isRandomDirection()) {
        sweeps.computeIfAbsent(key.apply(condition), k -> new ArrayList<>()).add(scores);
      }
    }
    return toSweeps(group.baseline(), sweeps.values());
  }

  private static List<Sweep> toSweeps(PairScores baseline, Collection<List<PairScores>> steered) {
    return steered.stream().map(of -> new Sweep(baseline, List.copyOf(of))).toList();
  }

  /** A condition that has no more to its name than the intervention has no coefficient. */
  private static boolean isSet(Condition condition) {
    return condition.layer() != null || !condition.condition().equals(condition.intervention());
  }

  /** Intervention and layer of the first condition, without a coefficient. */
  Condition condition() {
    Condition first = steered.get(0).condition();
    String name =
        first.layer() == null
            ? first.intervention()
            : first.intervention() + "-layer" + first.layer();
    return new Condition(
        first.model(), first.behavior(), name, first.intervention(), first.layer(), Double.NaN);
  }

  /** Those conditions whose coefficient another sweep has too; empty where it has none. */
  Optional<Sweep> within(Sweep other) {
    List<Double> known =
        other.steered.stream().map(scores -> scores.condition().coefficient()).toList();
    List<PairScores> common =
        steered.stream().filter(s -> known.contains(s.condition().coefficient())).toList();
    return common.isEmpty() ? Optional.empty() : Optional.of(new Sweep(baseline, common));
  }

  /** Slope of each pair's propensity over the coefficients, [pair] (Tan et al. 2024). */
  double[] slopes() {
    return Slope.ofEach(coefficients(), propensities());
  }

  /** The baseline's 0, then those of {@link #steered}, [condition]. */
  double[] coefficients() {
    double[] coefficients = new double[steered.size() + 1];
    for (int i = 0; i < steered.size(); i++) {
      coefficients[i + 1] = steered.get(i).condition().coefficient();
    }
    return coefficients;
  }

  /** Propensities under the same, [condition][pair]. */
  double[][] propensities() {
    double[][] propensities = new double[steered.size() + 1][];
    propensities[0] = baseline.propensities();
    for (int i = 0; i < steered.size(); i++) {
      propensities[i + 1] = steered.get(i).propensities();
    }
    return propensities;
  }
}
