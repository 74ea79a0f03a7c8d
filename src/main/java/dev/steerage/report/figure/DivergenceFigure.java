package dev.steerage.report.figure;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;

/** What an effect costs: size of the change of the propensity against the divergence. */
final class DivergenceFigure {
  /** Share of the axis that is left free at its ends. */
  private static final double MORE = 0.08;

  private DivergenceFigure() {}

  private record Point(MetricResult effect, double divergence) {
    double size() {
      return Math.abs(effect.value());
    }
  }

  /** A panel an intervention; empty where no condition has a divergence above 0. */
  static Optional<Multiples> of(Effects effects, FigureStyle style) {
    List<Point> points =
        effects.vectors().stream()
            .flatMap(
                row ->
                    effects.find(MetricName.KL_MEAN, row.condition()).stream()
                        .map(kl -> new Point(row, kl.value())))
            .toList();
    List<Point> shown = points.stream().filter(p -> p.divergence() > 0).toList();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    List<MetricResult> rows = shown.stream().map(Point::effect).toList();
    Map<String, Mark> marks = ModelMarks.of(Effects.models(rows));
    Range x = around(shown);
    Range y =
        PanelPlot.range(
            DoubleStream.concat(DoubleStream.of(0), shown.stream().mapToDouble(Point::size)),
            0,
            0.06);
    String unit = rows.get(0).unit();
    int zero = points.size() - shown.size();
    String without = zero == 0 ? "" : " Left out for a KL of 0: %d.".formatted(zero);
    Map<String, List<Point>> panels = new LinkedHashMap<>();
    shown.forEach(
        p ->
            panels
                .computeIfAbsent(p.effect().condition().intervention(), i -> new ArrayList<>())
                .add(p));
    return Optional.of(
        new Multiples(
            "kl",
            effects.behavior() + ": size of the effect against KL",
            ("Size of the mean change of the propensity (steered minus baseline, %s) over %s pairs"
                    + " against the mean over continuation tokens of KL(baseline ‖ steered) in nats, on"
                    + " a logarithmic axis; one point a condition (layer and coefficient), %d in all."
                    + " Higher and further left is more effect at less change of all else.%s")
                .formatted(unit, Effects.count(rows), shown.size(), without),
            "KL(baseline ‖ steered), nats/token",
            "|Δ propensity|, " + unit,
            List.copyOf(marks.values()),
            panels.entrySet().stream()
                .map(e -> panel(e.getKey(), e.getValue(), marks, x, y, style))
                .toList()));
  }

  /** From the least to the most divergence and a tenth more, at least a decade. */
  private static Range around(List<Point> points) {
    double least = points.stream().mapToDouble(Point::divergence).min().orElse(1);
    double most = points.stream().mapToDouble(Point::divergence).max().orElse(1);
    double decades = Math.log10(most / least);
    double more = Math.max(decades * MORE, (1 - decades) / 2);
    return new Range(least / Math.pow(10, more), most * Math.pow(10, more));
  }

  private static Panel panel(
      String intervention,
      List<Point> points,
      Map<String, Mark> marks,
      Range x,
      Range y,
      FigureStyle style) {
    List<XYSeries> series = new ArrayList<>();
    List<Mark> of = new ArrayList<>();
    marks.forEach(
        (model, mark) -> {
          Stream<Point> own =
              points.stream().filter(p -> p.effect().condition().model().equals(model));
          XYSeries places = new XYSeries(model);
          own.forEach(p -> places.add(p.divergence(), p.size()));
          series.add(places);
          of.add(mark);
        });
    XYPlot plot =
        PanelPlot.ofPoints(
            series, of, PanelPlot.dressed(new DecadeAxis(x), style), PanelPlot.axis(y, style));
    plot.setDomainGridlinesVisible(true);
    return new Panel(intervention, "", plot);
  }
}
