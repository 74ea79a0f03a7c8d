package dev.steerage.report.page;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.Digits;
import dev.steerage.report.page.Measured.Interval;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a vector's effect stands among those of random directions of its norm. */
final class NullPlot {
  private NullPlot() {}

  private record Subject(String behavior, String model) {}

  /** The figures by behavior, one a model with random directions. */
  static Map<String, List<Plot>> of(List<MetricResult> results) {
    List<MetricResult> random =
        results.stream()
            .filter(r -> r.metric().equals(MetricName.DELTA_PROPENSITY.word()))
            .filter(r -> r.condition().isRandomDirection())
            .toList();
    Map<Condition, MetricResult> ranks = Measured.of(results, MetricName.NULL_RANK_P);
    Map<Subject, Map<String, List<Forest.Row>>> subjects = new LinkedHashMap<>();
    Measured.of(results, MetricName.DELTA_PROPENSITY)
        .forEach(
            (condition, effect) -> {
              MetricResult rank = ranks.get(condition);
              if (rank != null) {
                Map<String, List<Forest.Row>> groups =
                    subjects.computeIfAbsent(
                        new Subject(condition.behavior(), condition.model()),
                        s -> new LinkedHashMap<>());
                String label =
                    "%s, p %s".formatted(ConditionLabel.of(condition), Digits.p(rank.value()));
                add(
                    groups,
                    "vector, 95 %",
                    new Forest.Row(label, effect.value(), Interval.of(effect)));
                random.stream()
                    .filter(r -> r.condition().isRandomDirectionOf(condition))
                    .map(r -> new Forest.Row(label, r.value(), new Interval(null, null)))
                    .forEach(row -> add(groups, "random directions", row));
              }
            });
    Map<String, List<Plot>> plots = new LinkedHashMap<>();
    String unit = random.isEmpty() ? "" : random.get(0).unit();
    subjects.forEach(
        (subject, groups) ->
            plots
                .computeIfAbsent(subject.behavior, b -> new ArrayList<>())
                .add(plot(subject, groups, unit)));
    return plots;
  }

  private static void add(Map<String, List<Forest.Row>> groups, String group, Forest.Row row) {
    groups.computeIfAbsent(group, g -> new ArrayList<>()).add(row);
  }

  private static Plot plot(Subject subject, Map<String, List<Forest.Row>> groups, String unit) {
    return Forest.of(
        subject.behavior + ", " + subject.model + ": vectors among random directions",
        ("Change of the propensity, steered minus baseline, in %s, mean over pairs: of the vector with its 95 %% t-interval over pairs, and of random directions of the same norm at the same"
                + " layer, a point each; p: share of them, the vector among them, with at least its |change| (Phipson & Smyth 2010).")
            .formatted(unit),
        "Δ propensity, " + unit,
        0,
        groups);
  }
}
