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
import org.jfree.chart.LegendItem;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What the panels of every figure look like: points on white, thin grey lines, plain numbers. */
final class PanelPlot {
  static final Color INK = new Color(0x333333);
  static final Color SHADE = new Color(0xE9E9E9);
  static final Stroke SOLID = new BasicStroke(1f);
  static final Stroke DOTTED = dashed(1.5f, 3);
  static final Stroke DASHED = dashed(6, 4);
  private static final Color GRID = new Color(0xE2E2E2);

  /** With more points in a series, they are drawn smaller. */
  private static final double MANY_POINTS = 120;

  /** Share of their size that points always keep. */
  private static final double SMALLEST = 0.4;

  private PanelPlot() {}

  /** How the points of a series look, and what the legend calls them. */
  record Mark(String label, Color color, Shape shape) {
    LegendItem legend() {
      return new LegendItem(label, null, null, null, shape, color);
    }
  }

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

  /** A logical font, which stands for one of the machine's. */
  static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /**
   * The points of each series with its mark; the axis along x has no numbers, for places have none.
   */
  static XYPlot of(List<XYSeries> series, List<Mark> marks, Range x, Range y) {
    XYSeriesCollection points = new XYSeriesCollection();
    PointRenderer renderer = new PointRenderer();
    for (int i = 0; i < series.size(); i++) {
      double size = Math.max(SMALLEST, Math.min(1, MANY_POINTS / series.get(i).getItemCount()));
      AffineTransform scale = AffineTransform.getScaleInstance(size, size);
      points.addSeries(series.get(i));
      renderer.setSeriesPaint(i, marks.get(i).color());
      renderer.setSeriesShape(i, scale.createTransformedShape(marks.get(i).shape()));
    }
    NumberAxis places = axis(x);
    places.setTickLabelsVisible(false);
    places.setTickMarksVisible(false);
    XYPlot plot = new XYPlot(points, places, axis(y), renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlinePaint(GRID);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(SOLID);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return plot;
  }

  private static NumberAxis axis(Range range) {
    NumberAxis axis = new NumberAxis();
    axis.setRange(range);
    axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    axis.setTickLabelFont(font(Font.PLAIN, 10));
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
