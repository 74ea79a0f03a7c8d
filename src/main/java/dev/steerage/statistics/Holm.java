package dev.steerage.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Holm's correction for multiple comparisons (Holm 1979, Scand. J. Statist. 6, 65–70). */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted p values: with m p values, the i-th smallest (from 0) times m − i, never below that of
   * a smaller one, at most 1. Each compared with a level, all together err with at most that
   * probability. NaN stays NaN and does not count.
   *
   * @return in the order given
   */
  public static double[] adjust(double[] pValues) {
    List<Integer> ascending =
        IntStream.range(0, pValues.length)
            .filter(i -> !Double.isNaN(pValues[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .toList();
    double[] adjusted = pValues.clone();
    double largest = 0;
    int left = ascending.size();
    for (int i : ascending) {
      largest = Math.max(largest, Math.min(1, pValues[i] * left));
      adjusted[i] = largest;
      left--;
    }
    return adjusted;
  }
}
