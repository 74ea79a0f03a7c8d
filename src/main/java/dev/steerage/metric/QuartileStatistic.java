package dev.steerage.metric;

import java.util.Arrays;
import java.util.List;

/**
 * The quartile metric of arXiv 2410.17245 for one sample of pairs.
 *
 * <p>With n = LL / z, positives sorted by baseline n ascending and negatives descending (ties in
 * the order of the pairs), and k = ⌊N · fraction⌋: the positive value is the mean over the first k
 * of n(steered) − n(baseline), the negative one that of n(baseline) − n(steered). Above 0 in both
 * is what an intervention is for.
 */
final class QuartileStatistic {
  /** The fractions, ascending. */
  static final List<Double> FRACTIONS = List.of(0.25, 0.5, 0.75, 1.0);

  private final PairScores baseline;
  private final PairScores steered;
  private final Normalization normalization;
  private final BaselineOrder order;

  QuartileStatistic(PairScores baseline, PairScores steered, Normalization normalization) {
    this.baseline = baseline;
    this.steered = steered;
    this.normalization = normalization;
    this.order = BaselineOrder.of(baseline);
  }

  /** k of a fraction. */
  static int count(int pairs, double fraction) {
    return (int) Math.floor(pairs * fraction);
  }

  /**
   * k of each fraction in a sample, which of unequal clusters may have more or fewer pairs than
   * there are; no 0 where there is none in the pairs themselves.
   */
  private int[] counts(int[] times) {
    int pairs = Arrays.stream(times).sum();
    return FRACTIONS.stream()
        .mapToInt(f -> Math.max(count(pairs, f), Math.min(1, count(baseline.size(), f))))
        .toArray();
  }

  /**
   * Values of a sample, [positive at each fraction, then negative]; NaN where k is 0.
   *
   * @param times how often each pair is in the sample
   */
  double[] values(int[] times) {
    double before = normalization.z(Extremes.of(baseline.positive(), baseline.negative(), times));
    double after = normalization.z(Extremes.of(steered.positive(), steered.negative(), times));
    double[] positive = new double[times.length];
    double[] negative = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      positive[i] = steered.positive()[i] / after - baseline.positive()[i] / before;
      negative[i] = baseline.negative()[i] / before - steered.negative()[i] / after;
    }
    double[] values = new double[2 * FRACTIONS.size()];
    Arrays.fill(values, Double.NaN);
    int[] counts = counts(times);
    addMeans(order.positives(before), positive, times, counts, values, 0);
    addMeans(order.negatives(before), negative, times, counts, values, FRACTIONS.size());
    return values;
  }

  private static void addMeans(
      int[] order, double[] changes, int[] times, int[] counts, double[] values, int at) {
    double sum = 0;
    int taken = 0;
    int next = 0;
    while (counts[next] == 0) {
      next++;
    }
    for (int pair : order) {
      for (int time = 0; time < times[pair]; time++) {
        sum += changes[pair];
        taken++;
        while (next < counts.length && counts[next] == taken) {
          values[at + next] = sum / taken;
          next++;
        }
      }
    }
  }
}
