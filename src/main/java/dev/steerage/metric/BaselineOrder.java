package dev.steerage.metric;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The orders of arXiv 2410.17245: texts of a pole by the baseline's n = LL / z. Ties keep the order
 * of the pairs.
 */
final class BaselineOrder {
  private final Orders positives;
  private final Orders negatives;

  private BaselineOrder(Orders positives, Orders negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  static BaselineOrder of(PairScores baseline) {
    return new BaselineOrder(Orders.of(baseline.positive()), Orders.of(baseline.negative()));
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
