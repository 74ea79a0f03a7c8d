package dev.steerage.report.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;

/**
 * A logarithmic axis along x with numbers at 1, 2 and 5 times the powers of ten, of a long range at
 * those powers alone. JFreeChart's own axis has numbers at powers only, and so at times one or
 * none.
 */
final class DecadeAxis extends LogAxis {
  private static final int MANY_DECADES = 2;

  /** Numbers below are written with an exponent. */
  private static final double SMALL = 1e-4;

  DecadeAxis(Range range) {
    setRange(range);
  }

  @Override
  public List<NumberTick> refreshTicks(
      Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
    List<NumberTick> ticks = new ArrayList<>();
    double low = Math.log10(getRange().getLowerBound());
    double high = Math.log10(getRange().getUpperBound());
    int[] steps = high - low > MANY_DECADES ? new int[] {1} : new int[] {1, 2, 5};
    for (int decade = (int) Math.floor(low); decade <= Math.floor(high); decade++) {
      for (int step : steps) {
        BigDecimal value = new BigDecimal(step).scaleByPowerOfTen(decade);
        if (getRange().contains(value.doubleValue())) {
          ticks.add(
              new NumberTick(
                  value.doubleValue(), text(value), TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0));
        }
      }
    }
    return ticks;
  }

  private static String text(BigDecimal value) {
    return value.doubleValue() < SMALL
        ? value.unscaledValue() + "e" + -value.scale()
        : value.round(MathContext.DECIMAL32).toPlainString();
  }
}
