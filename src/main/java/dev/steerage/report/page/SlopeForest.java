package dev.steerage.report.page;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.page.Measured.Interval;
import dev.steerage.runlog.Margin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a model is steered in proportion to its reference: slope ratios with their intervals. */
final class SlopeForest {
  private SlopeForest() {}

  /** The figure; none where no slope is compared. */
  static List<Plot> of(List<ComparisonResult> compared, Margin margin) {
    List<ComparisonResult> ratios =
        compared.stream().filter(r -> r.name() == ComparisonName.SLOPE_RATIO).toList();
    if (ratios.isEmpty()) {
      return List.of();
    }
    Map<String, List<Forest.Row>> models = new LinkedHashMap<>();
    for (ComparisonResult r : ratios) {
      models
          .computeIfAbsent(r.condition().model(), m -> new ArrayList<>())
          .add(
              new Forest.Row(
                  ConditionLabel.steering(r.condition()),
                  r.value(),
                  new Interval(r.low(), r.high())));
    }
    int[] pairs = ratios.stream().mapToInt(ComparisonResult::n).sorted().distinct().toArray();
    String n = (pairs.length == 1 ? "" : pairs[0] + " to ") + pairs[pairs.length - 1];
    String references =
        ratios.stream()
            .map(ComparisonResult::reference)
            .distinct()
            .collect(Collectors.joining(", "));
    String area = margin.isShare() ? " Shaded: within the margin of %s.".formatted(margin) : "";
    Object[] shapes =
        margin.isShare()
            ? new Object[] {Forest.between(1 - margin.value(), 1 + margin.value())}
            : new Object[0];
    return List.of(
        Forest.of(
            "How much of steering is left: slopes against " + references,
            "Slope of the propensity over the coefficients / that of the reference model, mean over "
                + n
                + " pairs; bars: 95 % BCa bootstrap intervals over pairs, both models of a pair together; dotted: no change."
                + area
                + " What has no row has a reference slope that is not shown to differ from 0.",
            "slope / slope of the reference",
            1,
            models,
            shapes));
  }
}
