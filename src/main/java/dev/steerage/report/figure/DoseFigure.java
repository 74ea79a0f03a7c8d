package dev.steerage.report.figure;

import dev.steerage.metric.MetricResult;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.Range;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** The dose-response of a behavior: change of the propensity over the coefficient. */
final class DoseFigure {
  private static final float BAND = 0.18f;

  private DoseFigure() {}

  /** A panel an intervention and layer with at least two coefficients; empty without any. */
  static Optional<Multiples> of(Effects effects, FigureStyle style) {
    List<List<MetricResult>> panels =
        Effects.by(effects.vectors(), ConditionLabel::ofLayer).values().stream()
            .filter(rows -> Effects.coefficients(rows).size() > 1)
            .toList();
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    List<MetricResult> shown = panels.stream().flatMap(List::stream).toList();
    Map<String, Mark> marks = ModelMarks.of(Effects.models(shown));
    Range x =
        PanelPlot.range(
            DoubleStream.concat(
                DoubleStream.of(0), shown.stream().mapToDouble(r -> r.condition().coefficient())),
            0.04,
            0.04);
    Range y = PanelPlot.range(shown.stream().flatMapToDouble(DoseFigure::ends), 0.05, 0.05);
    String unit = shown.get(0).unit();
    return Optional.of(
        new Multiples(
            "dose-response",
            effects.behavior() + ": change of the propensity by coefficient",
            ("Mean over %s pairs of the propensity, steered minus baseline in %s, by the"
                    + " coefficient (without unit), one line a model; bands are 95 %% t-intervals over"
                    + " pairs. Coefficient 0 is the baseline, with a change of 0.")
                .formatted(Effects.count(shown), unit),
            "coefficient",
            "Δ propensity, " + unit,
            List.copyOf(marks.values()),
            panels.stream().map(rows -> panel(rows, marks, x, y, style)).toList()));
  }

  private static DoubleStream ends(MetricResult row) {
    return DoubleStream.of(0, low(row), row.value(), high(row));
  }

  private static double low(MetricResult row) {
    Double low = row.low();
    return low == null ? row.value() : low;
  }

  private static double high(MetricResult row) {
    Double high = row.high();
    return high == null ? row.value() : high;
  }

  private static Panel panel(
      List<MetricResult> rows, Map<String, Mark> marks, Range x, Range y, FigureStyle style) {
    YIntervalSeriesCollection lines = new YIntervalSeriesCollection();
    DeviationRenderer renderer = new DeviationRenderer(true, true);
    renderer.setAlpha(BAND);
    Effects.by(rows, c -> c.model())
        .forEach(
            (model, of) -> {
              int i = lines.getSeriesCount();
              Mark mark = marks.get(model);
              if (mark != null) {
                renderer.setSeriesPaint(i, mark.color());
                renderer.setSeriesFillPaint(i, mark.color());
                renderer.setSeriesShape(i, mark.shape());
                renderer.setSeriesStroke(i, PanelPlot.LINE);
              }
              lines.addSeries(line(model, of));
            });
    XYPlot plot = PanelPlot.of(lines, renderer, PanelPlot.axis(x, style), PanelPlot.axis(y, style));
    plot.addRangeMarker(PanelPlot.line(0, PanelPlot.THIN), Layer.BACKGROUND);
    plot.addDomainMarker(PanelPlot.line(0, PanelPlot.THIN), Layer.BACKGROUND);
    return new Panel(ConditionLabel.ofLayer(rows.get(0).condition()), "", plot);
  }

  private static YIntervalSeries line(String model, List<MetricResult> rows) {
    YIntervalSeries line = new YIntervalSeries(model);
    if (rows.stream().noneMatch(row -> row.condition().coefficient() == 0)) {
      line.add(0, 0, 0, 0);
    }
    rows.forEach(row -> line.add(row.condition().coefficient(), row.value(), low(row), high(row)));
    return line;
  }
}
