package dev.steerage.metric;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The orders of arXiv 2410.17245: texts of a pole by n = LL / z of a condition, which there is the
 * baseline. Ties keep the order of the pairs.
 */
final class PairOrder {
  private final Orders positives;
  private final Orders negatives;

  private PairOrder(Orders positives, Orders negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  static PairOrder of(PairScores scores) {
    return new PairOrder(Orders.of(scores.positive()), Orders.of(scores.negative()));
  }

  /**
   * Pairs by n of the positive ascending, the least likely first, [place]; not to be written to.
   */
  int[] positives(double z) {
    return z > 0 ? positives.ascending : positives.descending;
  }

  /**
   * Pairs by n of the negative descending, the most likely first, [place]; not to be written to.
   */
  int[] negatives(double z) {
    return z > 0 ? negatives.descending : negatives.ascending;
  }

  /**
   * Extremes over those pairs that are in a sample, without looking at most of them.
   *
   * @param scores that these orders are of
   * @param times how often each pair is in the sample
   */
  Extremes extremes(PairScores scores, int[] times) {
    return new Extremes(
        first(positives.ascending, scores.positive(), times, Double.POSITIVE_INFINITY),
        first(positives.descending, scores.positive(), times, Double.NEGATIVE_INFINITY),
        first(negatives.descending, scores.negative(), times, Double.NEGATIVE_INFINITY));
  }

  private static double first(int[] order, double[] values, int[] times, double none) {
    for (int pair : order) {
      if (times[pair] > 0) {
        return values[pair];
      }
    }
    return none;
  }

  /** Stable orders of the pairs by log-likelihood; dividing by a negative z turns them round. */
  private static final class Orders {
    private final int[] ascending;
    private final int[] descending;

    private Orders(int[] ascending, int[] descending) {
      this.ascending = ascending;
      this.descending = descending;
    }

    static Orders of(double[] values) {
      Comparator<Integer> byValue = Comparator.comparingDouble(i -> values[i]);
      return new Orders(sorted(values.length, byValue), sorted(values.length, byValue.reversed()));
    }

    private static int[] sorted(int n, Comparator<Integer> order) {
      return IntStream.range(0, n).boxed().sorted(order).mapToInt(Integer::intValue).toArray();
    }
  }
}
