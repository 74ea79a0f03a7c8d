package dev.steerage.report.figure;

import java.awt.Color;
import java.awt.Paint;
import org.jfree.chart.renderer.PaintScale;

/**
 * Blue below 0, white at 0, red above, by the same steps on both sides: the ends of ColorBrewer's
 * RdBu, which the colour-blind tell apart.
 *
 * @param most the value with the full colour, and its negative
 */
record DivergingScale(double most) implements PaintScale {
  private static final Color[] BLUES = {
    Color.WHITE, new Color(0xD1E5F0), new Color(0x92C5DE), new Color(0x4393C3), new Color(0x2166AC)
  };
  private static final Color[] REDS = {
    Color.WHITE, new Color(0xFDDBC7), new Color(0xF4A582), new Color(0xD6604D), new Color(0xB2182B)
  };

  /** Share of the full colour from which on white text is read better than black. */
  private static final double DARK = 0.7;

  static boolean isDark(double share) {
    return Math.abs(share) > DARK;
  }

  @Override
  public double getLowerBound() {
    return -most;
  }

  @Override
  public double getUpperBound() {
    return most;
  }

  @Override
  public Paint getPaint(double value) {
    if (most == 0) {
      return Color.WHITE;
    }
    Color[] side = value < 0 ? BLUES : REDS;
    double place = Math.min(1, Math.abs(value) / most) * (side.length - 1);
    int below = (int) Math.min(side.length - 2, Math.floor(place));
    double share = place - below;
    Color from = side[below];
    Color to = side[below + 1];
    return new Color(
        between(from.getRed(), to.getRed(), share),
        between(from.getGreen(), to.getGreen(), share),
        between(from.getBlue(), to.getBlue(), share));
  }

  private static int between(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }
}
