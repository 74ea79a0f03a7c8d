package dev.steerage.statistics;

import java.util.Arrays;

/** Mean and standard deviation of one number a pair. */
public final class Sample {
  private final double[] values;
  private final double mean;

  private Sample(double[] values) {
    this.values = values;
    this.mean = Arrays.stream(values).sum() / values.length;
  }

  /** A sample of at least one value. */
  public static Sample of(double[] values) {
    return new Sample(values.clone());
  }

  /** The same without a copy: the array must stay as it is while the sample is used. */
  public static Sample over(double[] values) {
    return new Sample(values);
  }

  /** The values' differences, {@code a[i] − b[i]}. */
  public static Sample ofDifferences(double[] a, double[] b) {
    double[] differences = new double[a.length];
    Arrays.setAll(differences, i -> a[i] - b[i]);
    return new Sample(differences);
  }

  /** How many values. */
  public int size() {
    return values.length;
  }

  /** The values, [pair]; not to be written to. */
  double[] values() {
    return values;
  }

  /** Σ x / n. */
  public double mean() {
    return mean;
  }

  /** √(Σ (x − mean)² / (n − 1)); NaN for fewer than two values. */
  public double standardDeviation() {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  /** The largest |x|. */
  public double largest() {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
