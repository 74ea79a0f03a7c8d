package dev.steerage.report.page;

import dev.steerage.metric.MetricResult;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.Digits;
import dev.steerage.report.page.Measured.Interval;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A metric over the coefficients: for each behavior, intervention and layer a figure with a line a
 * model, and a band of the 95 % intervals. What has one coefficient only is in one figure a
 * behavior, with a row each.
 */
final class CoefficientCurves {
  /** A page with a figure for each of many layers would bury the others. */
  private static final int MOST_LAYERS = 6;

  private final Quantity quantity;

  private CoefficientCurves(Quantity quantity) {
    this.quantity = quantity;
  }

  private record Group(String behavior, String intervention) {}

  /** All figures of a quantity in a run, by behavior. */
  static Map<String, List<Plot>> of(Quantity quantity, List<MetricResult> results) {
    return new CoefficientCurves(quantity).plots(results);
  }

  private Map<String, List<Plot>> plots(List<MetricResult> results) {
    Map<Group, List<MetricResult>> groups = new LinkedHashMap<>();
    for (MetricResult r : Measured.of(results, quantity.metric()).values()) {
      if (r.condition().coefficient() == 0) { // the baseline, by that name or another
        continue;
      }
      String intervention = ConditionLabel.ofLayer(r.condition());
      groups
          .computeIfAbsent(
              new Group(r.condition().behavior(), intervention), g -> new ArrayList<>())
          .add(r);
    }
    Map<String, List<MetricResult>> single = new LinkedHashMap<>();
    Map<String, Map<String, List<MetricResult>>> swept = new LinkedHashMap<>();
    groups.forEach(
        (group, of) -> {
          Map<String, List<MetricResult>> ofBehavior =
              swept.computeIfAbsent(group.behavior, b -> new LinkedHashMap<>());
          if (of.stream().map(r -> r.condition().coefficient()).distinct().count() > 1) {
            ofBehavior.put(group.intervention, of);
          } else {
            single.computeIfAbsent(group.behavior, b -> new ArrayList<>()).addAll(of);
          }
        });
    Map<String, List<Plot>> plots = new LinkedHashMap<>();
    swept.forEach((behavior, of) -> plots.put(behavior, curves(behavior, of)));
    single.forEach(
        (behavior, of) ->
            plots.computeIfAbsent(behavior, b -> new ArrayList<>()).add(rows(behavior, of)));
    return plots;
  }

  private List<Plot> curves(String behavior, Map<String, List<MetricResult>> interventions) {
    List<Map.Entry<String, List<MetricResult>>> shown =
        interventions.entrySet().stream()
            .sorted(Comparator.comparingDouble(entry -> -greatest(entry.getValue())))
            .limit(MOST_LAYERS)
            .toList();
    String which =
        shown.size() == interventions.size()
            ? ""
            : " Of %d interventions and layers these are the %d with the greatest change."
                .formatted(interventions.size(), shown.size());
    List<Plot> plots = new ArrayList<>();
    shown.forEach(entry -> plots.add(curve(behavior, entry.getKey(), entry.getValue(), which)));
    return plots;
  }

  private double greatest(Collection<MetricResult> results) {
    return results.stream()
        .mapToDouble(r -> Math.abs(r.value() - quantity.atBaseline()))
        .max()
        .orElse(0);
  }

  private Plot curve(
      String behavior, String intervention, List<MetricResult> results, String which) {
    Map<String, List<MetricResult>> models = new LinkedHashMap<>();
    results.forEach(
        r -> models.computeIfAbsent(r.condition().model(), m -> new ArrayList<>()).add(r));
    List<Trace> bands = new ArrayList<>();
    List<Trace> lines = new ArrayList<>();
    models.forEach(
        (model, of) -> {
          int series = lines.size();
          List<Point> points = points(of);
          bands.add(band(model, points, series));
          lines.add(line(model, points, series));
        });
    bands.addAll(lines);
    return Plot.of(
        behavior + ": " + quantity.name() + " over the coefficients of " + intervention,
        quantity.caption(results) + " The baseline has the coefficient 0." + which,
        "coefficient",
        quantity.axis(results.get(0).unit()),
        bands);
  }

  private record Point(double coefficient, double value, double low, double high) {}

  private List<Point> points(List<MetricResult> results) {
    List<Point> points =
        new ArrayList<>(
            List.of(
                new Point(0, quantity.atBaseline(), quantity.atBaseline(), quantity.atBaseline())));
    for (MetricResult r : results) {
      Interval interval = Interval.of(r);
      points.add(
          new Point(
              r.condition().coefficient(),
              r.value(),
              interval.lowOr(r.value()),
              interval.highOr(r.value())));
    }
    points.sort(Comparator.comparingDouble(Point::coefficient));
    return points;
  }

  private static Trace line(String model, List<Point> points, int series) {
    return new PlotTrace(
        model,
        Map.of(
            "type",
            "scatter",
            "mode",
            "lines+markers",
            "legendgroup",
            "model" + series,
            "x",
            ScriptText.numbers(points.stream().map(Point::coefficient).toList()),
            "y",
            ScriptText.numbers(points.stream().map(Point::value).toList()),
            "customdata",
            points.stream().map(p -> List.of(Digits.nats(p.low), Digits.nats(p.high))).toList(),
            "hovertemplate",
            "%{y:.4f} [%{customdata[0]}, %{customdata[1]}] at %{x}",
            "line",
            Palette.line(series),
            "marker",
            Palette.marker(series)));
  }

  private static Trace band(String model, List<Point> points, int series) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    points.forEach(p -> add(x, y, p.coefficient, p.low));
    for (int i = points.size() - 1; i >= 0; i--) {
      add(x, y, points.get(i).coefficient, points.get(i).high);
    }
    return new PlotTrace(
        model + ", 95 %",
        Map.of(
            "type",
            "scatter",
            "mode",
            "lines",
            "fill",
            "toself",
            "fillcolor",
            Palette.band(series),
            "line",
            Map.of("width", 0),
            "hoverinfo",
            "skip",
            "showlegend",
            false,
            "legendgroup",
            "model" + series,
            "x",
            ScriptText.numbers(x),
            "y",
            ScriptText.numbers(y)));
  }

  private static void add(List<Double> x, List<Double> y, double coefficient, double value) {
    x.add(coefficient);
    y.add(value);
  }

  private Plot rows(String behavior, List<MetricResult> results) {
    Map<String, List<Forest.Row>> models = new LinkedHashMap<>();
    for (MetricResult r : results) {
      Condition c = r.condition();
      models
          .computeIfAbsent(c.model(), m -> new ArrayList<>())
          .add(new Forest.Row(ConditionLabel.of(c), r.value(), Interval.of(r)));
    }
    return Forest.of(
        behavior + ": " + quantity.name(),
        quantity.caption(results),
        quantity.axis(results.get(0).unit()),
        quantity.atBaseline(),
        models);
  }
}
