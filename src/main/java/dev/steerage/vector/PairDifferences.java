package dev.steerage.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * By what pairs differ at one layer, positive minus negative: their sum in double and, for methods
 * that look at single pairs, each of them in float.
 */
public final class PairDifferences {
  /** What is kept of the pairs. */
  public enum Keep {
    /** Their sum: the memory does not grow with the pairs. */
    SUM,
    /** Each one as well: pairs × width floats. */
    EACH
  }

  /** Of the residuals' size: equal texts at other places of a batch differ by up to half of it. */
  private static final double ROUNDING = 1e-4;

  private final Keep keep;
  private final double[] sum;
  private final List<float[]> rows = new ArrayList<>();
  private int pairs;
  private double differenceSquares;
  private double residualSquares;

  /**
   * No pairs yet.
   *
   * @param width of the residual stream
   */
  public PairDifferences(int width, Keep keep) {
    this.keep = keep;
    this.sum = new double[width];
  }

  /** Adds a pair: two residuals, [width] each. */
  public void add(double[] positive, double[] negative) {
    float[] row = new float[keep == Keep.EACH ? sum.length : 0];
    for (int i = 0; i < sum.length; i++) {
      double difference = positive[i] - negative[i];
      sum[i] += difference;
      differenceSquares += difference * difference;
      residualSquares += positive[i] * positive[i] + negative[i] * negative[i];
      if (keep == Keep.EACH) {
        row[i] = (float) difference;
      }
    }
    if (keep == Keep.EACH) {
      rows.add(row);
    }
    pairs++;
  }

  /** Number of pairs. */
  public int pairs() {
    return pairs;
  }

  /** Whether the pairs differ by no more than rounding leaves of equal residuals. */
  public boolean areRounding() {
    return differenceSquares <= ROUNDING * ROUNDING * residualSquares;
  }

  /** Floats that are kept of single pairs. */
  long kept() {
    return (long) rows.size() * sum.length;
  }

  /** The mean over pairs, [width]. */
  double[] mean() {
    double[] mean = new double[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = sum[i] / pairs;
    }
    return mean;
  }

  /**
   * Inner products of the differences, [pairs, pairs].
   *
   * @throws IllegalStateException if single pairs were not kept
   */
  double[][] gram() {
    checkRows();
    double[][] gram = new double[pairs][pairs];
    for (int i = 0; i < pairs; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = gram[j][i] = product(rows.get(i), rows.get(j));
      }
    }
    return gram;
  }

  /**
   * Σ weights[i] · difference i, [width].
   *
   * @throws IllegalStateException if single pairs were not kept
   */
  double[] combination(double[] weights) {
    checkRows();
    double[] combination = new double[sum.length];
    for (int i = 0; i < pairs; i++) {
      float[] row = rows.get(i);
      for (int k = 0; k < row.length; k++) {
        combination[k] += weights[i] * row[k];
      }
    }
    return combination;
  }

  private void checkRows() {
    if (keep != Keep.EACH) {
      throw new IllegalStateException("single pairs were not kept");
    }
  }

  private static double product(float[] a, float[] b) {
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
    }
    return product;
  }
}
