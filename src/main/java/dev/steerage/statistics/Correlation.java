package dev.steerage.statistics;

import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Correlation of two numbers a unit.
 *
 * @param value from −1 to 1
 * @param pValue two-sided p that there is none, by Student's t with n − 2 degrees of freedom: exact
 *     for Pearson's of normal values, an approximation for Spearman's, SciPy's default for both. 1
 *     for two units
 * @param interval Fisher's, tanh(artanh r ± 1.96 / √(n − 3)) (Fisher 1921); null for fewer than
 *     four units and for Spearman's
 * @param n units
 */
public record Correlation(double value, double pValue, @Nullable Interval interval, int n) {

  /**
   * Pearson's r.
   *
   * @param x [unit]
   * @param y [unit], as many
   * @return null where a side is constant or there are fewer than two units
   */
  public static @Nullable Correlation pearson(double[] x, double[] y) {
    if (isConstant(x) || isConstant(y)) {
      return null;
    }
    double r = within(new PearsonsCorrelation().correlation(x, y));
    return new Correlation(r, pValue(r, x.length), fisher(r, x.length), x.length);
  }

  /**
   * Spearman's ρ: Pearson's r of the ranks, equal values having their mean rank.
   *
   * @param x [unit]
   * @param y [unit], as many
   * @return null where a side is constant or there are fewer than two units
   */
  public static @Nullable Correlation spearman(double[] x, double[] y) {
    if (isConstant(x) || isConstant(y)) {
      return null;
    }
    double rho = within(new SpearmansCorrelation().correlation(x, y));
    return new Correlation(rho, pValue(rho, x.length), null, x.length);
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).distinct().limit(2).count() < 2;
  }

  /** Rounding may leave the last bit outside. */
  private static double within(double r) {
    return Math.max(-1, Math.min(1, r));
  }

  private static double pValue(double r, int n) {
    if (n < 3) {
      return 1;
    }
    double t = Math.abs(r) * Math.sqrt((n - 2) / ((1 - r) * (1 + r)));
    return 2 * TDistribution.of(n - 2).survivalProbability(t);
  }

  private static @Nullable Interval fisher(double r, int n) {
    if (n < 4) {
      return null;
    }
    double z = 0.5 * (Math.log1p(r) - Math.log1p(-r));
    double half = Interval.NORMAL_QUANTILE / Math.sqrt(n - 3);
    return new Interval(Math.tanh(z - half), Math.tanh(z + half));
  }
}
