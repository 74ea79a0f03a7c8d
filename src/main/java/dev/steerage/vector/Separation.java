package dev.steerage.vector;

import java.util.ArrayList;
import java.util.List;

/** How far pairs lie apart along a direction, by their projections on it. */
public final class Separation {
  private final double[] direction;
  private final List<Double> positives = new ArrayList<>();
  private final List<Double> negatives = new ArrayList<>();

  /** No pairs yet. The array is kept, not copied; its length does not matter. */
  public Separation(double[] direction) {
    this.direction = direction;
  }

  /** Adds a pair: two residuals, [width] each. */
  public void add(double[] positive, double[] negative) {
    positives.add(DirectionMethods.product(positive, direction));
    negatives.add(DirectionMethods.product(negative, direction));
  }

  /** Number of pairs. */
  public int pairs() {
    return positives.size();
  }

  /** Pairs whose positive lies further along the direction than their negative. */
  public int right() {
    int right = 0;
    for (int i = 0; i < pairs(); i++) {
      right += positives.get(i) > negatives.get(i) ? 1 : 0;
    }
    return right;
  }

  /**
   * d′ of signal detection: the difference of the poles' means over the root of the mean of their
   * variances (n − 1); NaN for fewer than two pairs, or where nothing varies.
   */
  public double dPrime() {
    double spread = Math.sqrt((variance(positives) + variance(negatives)) / 2);
    return spread == 0 ? Double.NaN : (mean(positives) - mean(negatives)) / spread;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double variance(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return values.size() < 2 ? Double.NaN : squares / (values.size() - 1);
  }
}
