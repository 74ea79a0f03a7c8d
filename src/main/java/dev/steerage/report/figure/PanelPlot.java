package dev.steerage.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What the panels of every figure look like: points on white, thin grey lines, plain numbers. */
final class PanelPlot {
  static final Color INK = new Color(0x333333);
  static final Color SHADE = new Color(0xE9E9E9);
  static final Stroke SOLID = new BasicStroke(1f);
  static final Stroke THIN = new BasicStroke(0.6f);
  static final Stroke LINE = new BasicStroke(1.3f);
  static final Stroke DOTTED = dashed(1.5f, 3);
  static final Stroke DASHED = dashed(6, 4);
  private static final Color GRID = new Color(0xE2E2E2);

  /** With more points in a series, they are drawn smaller. */
  private static final double MANY_POINTS = 120;

  /** Share of their size that points always keep. */
  private static final double SMALLEST = 0.4;

  private PanelPlot() {}

  /** How the points of a series look, and what the legend calls them. */
  record Mark(String label, Color color, Shape shape) {}

  /** A disc with corners, too small for them to be seen: SVG has half as much to write. */
  static Shape disc(double radius) {
    Path2D disc = new Path2D.Double();
    disc.moveTo(radius, 0);
    for (int corner = 1; corner < 8; corner++) {
      double angle = corner * Math.PI / 4;
      disc.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
    }
    disc.closePath();
    return disc;
  }

  /**
   * The points of each series with its mark; the axis along x has no numbers, for places have none.
   */
  static XYPlot of(List<XYSeries> series, List<Mark> marks, Range x, Range y, FigureStyle style) {
    NumberAxis places = axis(x, style);
    places.setTickLabelsVisible(false);
    places.setTickMarksVisible(false);
    return ofPoints(series, marks, places, axis(y, style));
  }

  /** The points of each series with its mark. */
  static XYPlot ofPoints(List<XYSeries> series, List<Mark> marks, ValueAxis x, ValueAxis y) {
    XYSeriesCollection points = new XYSeriesCollection();
    PointRenderer renderer = new PointRenderer();
    for (int i = 0; i < series.size(); i++) {
      double size = Math.max(SMALLEST, Math.min(1, MANY_POINTS / series.get(i).getItemCount()));
      AffineTransform scale = AffineTransform.getScaleInstance(size, size);
      points.addSeries(series.get(i));
      renderer.setSeriesPaint(i, marks.get(i).color());
      renderer.setSeriesShape(i, scale.createTransformedShape(marks.get(i).shape()));
    }
    return of(points, renderer, x, y);
  }

  /** Any other plot. */
  static XYPlot of(XYDataset data, XYItemRenderer renderer, ValueAxis x, ValueAxis y) {
    XYPlot plot = new XYPlot(data, x, y, renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlinePaint(GRID);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(THIN);
    plot.setDomainGridlinePaint(GRID);
    plot.setDomainGridlineStroke(THIN);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return plot;
  }

  /** A linear axis with numbers. */
  static NumberAxis axis(Range range, FigureStyle style) {
    NumberAxis axis = dressed(new NumberAxis(), style);
    axis.setRange(range);
    axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    return axis;
  }

  /** An axis with these words at 0, 1, 2 …. */
  static SymbolAxis words(List<String> words, FigureStyle style) {
    SymbolAxis axis = dressed(new SymbolAxis("", words.toArray(String[]::new)), style);
    axis.setRange(-0.5, words.size() - 0.5);
    axis.setGridBandsVisible(false);
    axis.setTickMarksVisible(false);
    axis.setTickLabelInsets(new RectangleInsets(2, 3, 2, 3));
    return axis;
  }

  /** A line across a panel. */
  static ValueMarker line(double value, Stroke stroke) {
    ValueMarker line = new ValueMarker(value, INK, stroke);
    line.setAlpha(1);
    return line;
  }

  /** Words or a number in a panel. */
  static XYTextAnnotation text(
      String text, double x, double y, TextAnchor anchor, Color color, Font font) {
    XYTextAnnotation annotation = new XYTextAnnotation(text, x, y);
    annotation.setTextAnchor(anchor);
    annotation.setFont(font);
    annotation.setPaint(color);
    return annotation;
  }

  static <A extends ValueAxis> A dressed(A axis, FigureStyle style) {
    axis.setTickLabelFont(style.font(Font.PLAIN, Lettering.NUMBER));
    axis.setTickLabelPaint(INK);
    // how near to each other numbers may stand
    axis.setTickLabelInsets(new RectangleInsets(6, 4, 6, 4));
    axis.setAxisLineVisible(false);
    axis.setTickMarkPaint(GRID);
    return axis;
  }

  private static Stroke dashed(float... pattern) {
    return new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, pattern, 0);
  }

  /**
   * From the least to the most of those values that are finite, and this share more at the ends.
   */
  static Range range(DoubleStream values, double below, double above) {
    DoubleSummaryStatistics finite = values.filter(Double::isFinite).summaryStatistics();
    if (finite.getCount() == 0) {
      return new Range(-1, 1);
    }
    Range range = new Range(finite.getMin(), finite.getMax());
    return range.getLength() > 0
        ? Range.expand(range, below, above)
        : new Range(finite.getMin() - 0.5, finite.getMax() + 0.5);
  }
}
