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

/** A quantity over the coefficients, a line a model with a band for its intervals. */
final class CoefficientFigure {
  private static final float BAND = 0.18f;

  private final SweptQuantity quantity;
  private final List<MetricResult> rows;
  private final FigureStyle style;
  private final Map<String, Mark> marks;
  private final Range x;
  private final Range y;

  private CoefficientFigure(SweptQuantity quantity, List<MetricResult> rows, FigureStyle style) {
    this.quantity = quantity;
    this.rows = rows;
    this.style = style;
    this.marks = ModelMarks.of(Effects.models(rows));
    this.x =
        PanelPlot.range(
            DoubleStream.concat(
                DoubleStream.of(0), rows.stream().mapToDouble(r -> r.condition().coefficient())),
            0.04,
            0.04);
    this.y = PanelPlot.range(rows.stream().flatMapToDouble(this::ends), 0.05, 0.05);
  }

  /** A panel an intervention and layer with at least two coefficients; empty without any. */
  static Optional<Multiples> of(SweptQuantity quantity, Effects effects, FigureStyle style) {
    List<List<MetricResult>> panels =
        Effects.by(quantity.rows(effects), ConditionLabel::ofLayer).values().stream()
            .filter(rows -> Effects.coefficients(rows).size() > 1)
            .toList();
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    List<MetricResult> shown = panels.stream().flatMap(List::stream).toList();
    return Optional.of(
        new CoefficientFigure(quantity, shown, style).figure(effects.behavior(), panels));
  }

  private Multiples figure(String behavior, List<List<MetricResult>> panels) {
    String unit = rows.get(0).unit();
    return new Multiples(
        quantity.kind(),
        behavior + ": " + quantity.title(),
        quantity.caption(Effects.count(rows), unit),
        "coefficient",
        quantity.axis(unit),
        List.copyOf(marks.values()),
        panels.stream().map(this::panel).toList());
  }

  private DoubleStream ends(MetricResult row) {
    return DoubleStream.of(quantity.atBaseline(), low(row), row.value(), high(row));
  }

  private static double low(MetricResult row) {
    Double low = row.low();
    return low == null ? row.value() : low;
  }

  private static double high(MetricResult row) {
    Double high = row.high();
    return high == null ? row.value() : high;
  }

  private Panel panel(List<MetricResult> shown) {
    YIntervalSeriesCollection lines = new YIntervalSeriesCollection();
    DeviationRenderer renderer = new DeviationRenderer(true, true);
    renderer.setAlpha(BAND);
    Effects.by(shown, c -> c.model())
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
    plot.addRangeMarker(PanelPlot.line(quantity.atBaseline(), PanelPlot.THIN), Layer.BACKGROUND);
    plot.addDomainMarker(PanelPlot.line(0, PanelPlot.THIN), Layer.BACKGROUND);
    return new Panel(ConditionLabel.ofLayer(shown.get(0).condition()), "", plot);
  }

  private YIntervalSeries line(String model, List<MetricResult> shown) {
    YIntervalSeries line = new YIntervalSeries(model);
    if (shown.stream().noneMatch(row -> row.condition().coefficient() == 0)) {
      line.add(0, quantity.atBaseline(), quantity.atBaseline(), quantity.atBaseline());
    }
    shown.forEach(row -> line.add(row.condition().coefficient(), row.value(), low(row), high(row)));
    return line;
  }
}
