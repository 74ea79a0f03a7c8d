package dev.steerage.report.page;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.page.Measured.Interval;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.traces.Trace;

/** What an effect costs: how far whole distributions move against how far the propensity does. */
final class DivergencePlot {
  private DivergencePlot() {}

  private record Point(MetricResult divergence, MetricResult effect) {}

  /** A figure a behavior that has divergences. */
  static Map<String, List<Plot>> of(List<MetricResult> results) {
    Map<Condition, MetricResult> effects = Measured.of(results, MetricName.DELTA_PROPENSITY);
    Map<String, Map<String, List<Point>>> behaviors = new LinkedHashMap<>();
    Measured.of(results, MetricName.KL_MEAN)
        .forEach(
            (condition, divergence) -> {
              MetricResult effect = effects.get(condition);
              if (effect != null) {
                behaviors
                    .computeIfAbsent(condition.behavior(), b -> new LinkedHashMap<>())
                    .computeIfAbsent(condition.model(), m -> new ArrayList<>())
                    .add(new Point(divergence, effect));
              }
            });
    Map<String, List<Plot>> plots = new LinkedHashMap<>();
    behaviors.forEach((behavior, models) -> plots.put(behavior, List.of(plot(behavior, models))));
    return plots;
  }

  private static Plot plot(String behavior, Map<String, List<Point>> models) {
    List<Trace> traces = new ArrayList<>();
    models.forEach((model, points) -> traces.add(trace(model, points, traces.size())));
    List<Point> all = models.values().stream().flatMap(List::stream).toList();
    String unit = all.get(0).effect.unit();
    return Plot.of(
        behavior + ": divergence against effect",
        "A point is a condition. Along: mean KL(baseline ‖ steered) over %s continuation tokens, in nats; up: Δ propensity, steered minus baseline, in %s, mean over %s pairs; bars: 95 %% t-intervals over pairs. Up and left is much effect at little cost."
            .formatted(
                Measured.n(all.stream().map(Point::divergence).toList()),
                unit,
                Measured.n(all.stream().map(Point::effect).toList())),
        "KL(baseline ‖ steered), nats",
        "Δ propensity, " + unit,
        traces);
  }

  private static Trace trace(String model, List<Point> points, int series) {
    List<Double> x = points.stream().map(p -> p.divergence.value()).toList();
    List<Double> y = points.stream().map(p -> p.effect.value()).toList();
    return new PlotTrace(
        model,
        Map.of(
            "type",
            "scatter",
            "mode",
            "markers",
            "x",
            ScriptText.numbers(x),
            "y",
            ScriptText.numbers(y),
            "error_x",
            Measured.bars(x, points.stream().map(p -> Interval.of(p.divergence)).toList()),
            "error_y",
            Measured.bars(y, points.stream().map(p -> Interval.of(p.effect)).toList()),
            "text",
            points.stream()
                .map(p -> ScriptText.plotted(ConditionLabel.of(p.effect.condition())))
                .toList(),
            "hovertemplate",
            "%{text}: KL %{x:.4g}, Δ %{y:.4f}",
            "marker",
            Palette.marker(series)));
  }
}
