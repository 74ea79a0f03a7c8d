package dev.steerage.metric;

import java.util.Arrays;

/** Mean and standard deviation of one number a pair. */
final class Sample {
  private final double[] values;
  private final double mean;

  private Sample(double[] values) {
    this.values = values;
    this.mean = Arrays.stream(values).sum() / values.length;
  }

  /** A sample of at least one value. */
  static Sample of(double[] values) {
    return new Sample(values.clone());
  }

  /** The values' differences, {@code a[i] − b[i]}. */
  static Sample ofDifferences(double[] a, double[] b) {
    double[] differences = new double[a.length];
    Arrays.setAll(differences, i -> a[i] - b[i]);
    return new Sample(differences);
  }

  int size() {
    return values.length;
  }

  double mean() {
    return mean;
  }

  /** √(Σ (x − mean)² / (n − 1)); NaN for fewer than two values. */
  double standardDeviation() {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  /** The largest |x|. */
  double largest() {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
