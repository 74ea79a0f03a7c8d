package dev.steerage.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A dose-response curve in one line of text: a block a coefficient, in their order, and an axis
 * where the baseline is.
 */
final class Sparkline {
  /** Characters of the longest line, the axis among them. */
  static final int MOST = 9;

  /** What stands for the baseline, whose change is 0 at coefficient 0. */
  static final char AXIS = '│';

  private static final String BLOCKS = "▁▂▃▄▅▆▇█";

  private final double low;
  private final double high;

  private Sparkline(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /**
   * A line for every curve, all in the scale of the whole: the lowest block is their least change,
   * the highest their greatest, the baseline's 0 counted as one of them.
   *
   * @param curves finite change by coefficient, without coefficient 0; of more than {@code MOST -
   *     1} of them a line has some, evenly chosen, the outermost of each sign among them
   */
  static List<String> of(List<? extends SortedMap<Double, Double>> curves) {
    double low = 0;
    double high = 0;
    for (SortedMap<Double, Double> curve : curves) {
      for (double change : curve.values()) {
        low = Math.min(low, change);
        high = Math.max(high, change);
      }
    }
    Sparkline scale = new Sparkline(low, high);
    return curves.stream().map(scale::line).toList();
  }

  private String line(SortedMap<Double, Double> curve) {
    List<Double> below = new ArrayList<>(curve.headMap(0.0).values());
    List<Double> above = new ArrayList<>(curve.tailMap(0.0).values());
    int most = MOST - 1;
    int left = below.size();
    if (left + above.size() > most) {
      left = Math.round((float) most * left / (left + above.size()));
      left = Math.max(Math.min(1, below.size()), Math.min(left, most - Math.min(1, above.size())));
    }
    int right = Math.min(above.size(), most - left);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < left; i++) {
      line.append(block(below.get(i * below.size() / left)));
    }
    line.append(AXIS);
    for (int i = 1; i <= right; i++) {
      line.append(block(above.get(i * above.size() / right - 1)));
    }
    return line.toString();
  }

  private char block(double change) {
    double share = high > low ? (change - low) / (high - low) : 0;
    return BLOCKS.charAt((int) Math.round(share * (BLOCKS.length() - 1)));
  }
}
