package dev.steerage.report;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Verdict;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a comparison says, one line a model, behavior, intervention and layer (or condition).
 *
 * @param reference name of the reference model
 * @param condition of the line
 * @param results by name
 */
record ComparisonLines(
    String reference, Condition condition, Map<ComparisonName, ComparisonResult> results) {
  private record Key(String reference, Condition condition) {}

  /** Lines that have a result of a name, in their order. */
  static List<ComparisonLines> with(ComparisonName name, List<ComparisonResult> results) {
    Map<Key, Map<ComparisonName, ComparisonResult>> lines = new LinkedHashMap<>();
    for (ComparisonResult result : results) {
      lines
          .computeIfAbsent(
              new Key(result.reference(), result.condition()), key -> new LinkedHashMap<>())
          .put(result.name(), result);
    }
    List<ComparisonLines> all = new ArrayList<>();
    lines.forEach(
        (key, of) -> {
          if (of.containsKey(name)) {
            all.add(new ComparisonLines(key.reference(), key.condition(), of));
          }
        });
    return all;
  }

  Optional<ComparisonResult> find(ComparisonName name) {
    return Optional.ofNullable(results.get(name));
  }

  /** A cell made of a result, empty where the line does not have it. */
  Cell cell(ComparisonName name, Function<Estimate, Cell> digits) {
    return find(name).map(Estimate::of).map(digits).orElse(Cell.EMPTY);
  }

  /** The corrected p of a test. */
  Cell p(ComparisonName name) {
    return find(name)
        .map(ComparisonResult::holm)
        .map(p -> Cell.number(Digits.p(p), p))
        .orElse(Cell.EMPTY);
  }

  /** How many pairs a result of some lines rests on, {@code 50} or {@code 40 to 50}. */
  static String count(List<ComparisonLines> lines, ComparisonName name) {
    IntSummaryStatistics n =
        lines.stream()
            .flatMap(line -> line.find(name).stream())
            .mapToInt(ComparisonResult::n)
            .summaryStatistics();
    return n.getMin() == n.getMax() ? "" + n.getMax() : n.getMin() + " to " + n.getMax();
  }

  Verdict verdict(ComparisonName name) {
    return find(name)
        .map(ComparisonResult::verdict)
        .orElseThrow(() -> new IllegalArgumentException("a comparison without a verdict"));
  }

  String model() {
    return condition.model();
  }

  /** What the models of some lines are called. */
  static UnaryOperator<String> modelNames(List<ComparisonLines> lines) {
    return ModelNames.shortened(
        lines.stream().flatMap(line -> line.results().values().stream()).toList());
  }

  /** KL(reference ‖ model) without intervention, averaged over behaviors; empty where unknown. */
  static Optional<Double> unsteered(String model, List<MetricResult> metrics) {
    double[] means =
        metrics.stream()
            .filter(result -> result.metric().equals(MetricName.REFERENCE_KL_MEAN.word()))
            .filter(result -> result.condition().isBaseline())
            .filter(result -> result.condition().model().equals(model))
            .mapToDouble(MetricResult::value)
            .toArray();
    return means.length == 0
        ? Optional.empty()
        : Optional.of(Arrays.stream(means).average().orElseThrow());
  }

  /** KL(reference ‖ model) under the line's own condition; empty where unknown. */
  Optional<MetricResult> divergence(List<MetricResult> metrics) {
    return metrics.stream()
        .filter(result -> result.metric().equals(MetricName.REFERENCE_KL_MEAN.word()))
        .filter(result -> result.condition().equals(condition))
        .findFirst();
  }
}
