package dev.steerage.evaluation;

import java.util.Arrays;
import java.util.Collection;

/**
 * Repeated measurements in three numbers.
 *
 * @param median the middle one; of an even number the mean of the two in the middle
 * @param low the least
 * @param high the greatest
 */
public record Spread(double median, double low, double high) {
  /** Of at least one measurement. */
  static Spread of(Collection<Double> measured) {
    double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Spread(median, Arrays.stream(sorted).min().orElseThrow(), sorted[n - 1]);
  }
}
