package dev.steerage.statistics;

import java.util.Arrays;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** Slopes of least-squares lines with intercept. */
public final class Slope {
  private Slope() {}

  /**
   * Slope of y over x, in units of y per unit of x.
   *
   * @param x at least two values, not all equal
   * @param y as many
   * @return NaN where x is constant
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double of(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException("%d x, but %d y".formatted(x.length, y.length));
    }
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < x.length; i++) {
      line.addData(x[i], y[i]);
    }
    return line.getSlope();
  }

  /**
   * Slope of each unit, such as a pair's effect over the coefficients (Tan et al. 2024, arXiv
   * 2407.12404, call it steerability).
   *
   * @param x [coefficient]
   * @param y [coefficient][unit], every row as long
   * @return [unit]
   */
  public static double[] ofEach(double[] x, double[][] y) {
    double[] slopes = new double[y.length == 0 ? 0 : y[0].length];
    for (int unit = 0; unit < slopes.length; unit++) {
      int of = unit;
      slopes[unit] = of(x, Arrays.stream(y).mapToDouble(row -> row[of]).toArray());
    }
    return slopes;
  }
}
