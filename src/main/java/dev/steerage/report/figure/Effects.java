package dev.steerage.report.figure;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The changes of the propensity on one behavior, and what else is known of the same conditions.
 *
 * @param behavior its name
 * @param vectors rows of {@code delta_propensity} with a finite coefficient, in their order
 * @param random the same of random directions
 * @param others the behavior's rows of other metrics over all pairs, by name and condition
 */
record Effects(
    String behavior,
    List<MetricResult> vectors,
    List<MetricResult> random,
    Map<String, Map<Condition, MetricResult>> others) {

  /** One for each behavior that has such changes. */
  static List<Effects> of(List<MetricResult> metrics) {
    Map<String, Effects> all = new LinkedHashMap<>();
    for (MetricResult row : metrics) {
      Condition condition = row.condition();
      Effects of =
          all.computeIfAbsent(
              condition.behavior(),
              b -> new Effects(b, new ArrayList<>(), new ArrayList<>(), new HashMap<>()));
      boolean isChange = row.metric().equals(MetricName.DELTA_PROPENSITY.word());
      if (isChange && Double.isFinite(condition.coefficient()) && Double.isFinite(row.value())) {
        (condition.isRandomDirection() ? of.random : of.vectors).add(row);
      } else if (!isChange && row.fraction() == null) {
        of.others.computeIfAbsent(row.metric(), m -> new HashMap<>()).put(condition, row);
      }
    }
    return all.values().stream().filter(of -> !of.vectors.isEmpty()).toList();
  }

  /** Another metric of a condition, where it has it. */
  Optional<MetricResult> find(MetricName name, Condition condition) {
    return Optional.ofNullable(others.getOrDefault(name.word(), Map.of()).get(condition));
  }

  /** Rows that have a key in common, in the order of their firsts. */
  static <K> Map<K, List<MetricResult>> by(List<MetricResult> rows, Function<Condition, K> key) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> key.apply(row.condition()), LinkedHashMap::new, Collectors.toList()));
  }

  /** Their models, each once. */
  static List<String> models(List<MetricResult> rows) {
    return rows.stream().map(row -> row.condition().model()).distinct().toList();
  }

  /** Their coefficients but 0, ascending. */
  static List<Double> coefficients(List<MetricResult> rows) {
    return rows.stream()
        .map(row -> row.condition().coefficient())
        .filter(coefficient -> coefficient != 0)
        .distinct()
        .sorted()
        .toList();
  }

  /** How many pairs, {@code 50} or {@code 40 to 50}. */
  static String count(List<MetricResult> rows) {
    int least = rows.stream().mapToInt(MetricResult::n).min().orElse(0);
    int most = rows.stream().mapToInt(MetricResult::n).max().orElse(0);
    return least == most ? "" + most : least + " to " + most;
  }
}
