package dev.steerage.report.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.XYDataset;
import org.jspecify.annotations.Nullable;

/**
 * Fills all points of a series as one shape. JFreeChart's own renderer draws each by itself, which
 * makes an SVG file several times as large.
 */
final class PointRenderer extends AbstractXYItemRenderer {

  /** The points of the series that is being drawn. */
  private static final class Points extends XYItemRendererState {
    private Path2D shape = new Path2D.Double();

    Points(@Nullable PlotRenderingInfo info) {
      super(info);
    }
  }

  @Override
  public XYItemRendererState initialise(
      Graphics2D graphics,
      Rectangle2D area,
      XYPlot plot,
      XYDataset data,
      @Nullable PlotRenderingInfo info) {
    return new Points(info);
  }

  /** A point that is not finite has no place and is left out. */
  @Override
  public void drawItem(
      Graphics2D graphics,
      XYItemRendererState state,
      Rectangle2D area,
      @Nullable PlotRenderingInfo info,
      XYPlot plot,
      ValueAxis domain,
      ValueAxis range,
      XYDataset data,
      int series,
      int item,
      @Nullable CrosshairState crosshair,
      int pass) {
    Points points = (Points) state;
    double x = domain.valueToJava2D(data.getXValue(series, item), area, plot.getDomainAxisEdge());
    double y = range.valueToJava2D(data.getYValue(series, item), area, plot.getRangeAxisEdge());
    if (Double.isFinite(y)) {
      AffineTransform place = AffineTransform.getTranslateInstance(x, y);
      points.shape.append(getItemShape(series, item).getPathIterator(place), false);
    }
    if (item == data.getItemCount(series) - 1) {
      graphics.setPaint(getItemPaint(series, item));
      graphics.fill(points.shape);
      points.shape = new Path2D.Double();
    }
  }
}
