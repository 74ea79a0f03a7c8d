package dev.steerage.metric;

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

  /** Values of one normalization: both poles at each fraction. */
  static final int WIDTH = 2 * FRACTIONS.size();

  private final PairScores baseline;
  private final PairScores steered;
  private final PairOrder order;
  private final PairOrder steeredOrder;

  QuartileStatistic(PairScores baseline, PairScores steered) {
    this.baseline = baseline;
    this.steered = steered;
    this.order = PairOrder.of(baseline);
    this.steeredOrder = PairOrder.of(steered);
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
    int pairs = 0;
    for (int time : times) {
      pairs += time;
    }
    int[] counts = new int[FRACTIONS.size()];
    for (int i = 0; i < counts.length; i++) {
      double fraction = FRACTIONS.get(i);
      counts[i] = Math.max(count(pairs, fraction), Math.min(1, count(baseline.size(), fraction)));
    }
    return counts;
  }

  /**
   * Values of a sample, for each normalization [positive at each fraction, then negative]; NaN
   * where k is 0. All at once, since a sample's sums over the first k are the same for all whose z
   * has one sign, and most of the time goes into them.
   *
   * @param times how often each pair is in the sample
   */
  double[] values(int[] times) {
    Extremes before = order.extremes(baseline, times);
    Extremes after = steeredOrder.extremes(steered, times);
    int[] counts = counts(times);
    Means positives = new Means(baseline.positive(), steered.positive(), times, counts);
    Means negatives = new Means(baseline.negative(), steered.negative(), times, counts);
    Normalization[] normalizations = Normalization.values();
    double[] values = new double[normalizations.length * WIDTH];
    for (int n = 0; n < normalizations.length; n++) {
      double baselineZ = normalizations[n].z(before);
      double steeredZ = normalizations[n].z(after);
      double[][] positive = positives.along(order.positives(baselineZ));
      double[][] negative = negatives.along(order.negatives(baselineZ));
      for (int i = 0; i < counts.length; i++) {
        int at = n * WIDTH + i;
        values[at] = positive[1][i] / steeredZ - positive[0][i] / baselineZ;
        values[at + counts.length] = negative[0][i] / baselineZ - negative[1][i] / steeredZ;
      }
    }
    return values;
  }

  /** Mean log-likelihoods of one pole over the first k of a sample. */
  private static final class Means {
    private final double[] baseline;
    private final double[] steered;
    private final int[] times;
    private final int[] counts;
    private int[] order = {};
    private double[][] means = {};

    Means(double[] baseline, double[] steered, int[] times, int[] counts) {
      this.baseline = baseline;
      this.steered = steered;
      this.times = times;
      this.counts = counts;
    }

    /** [baseline, steered][fraction] along an order of the pairs, which is mostly the last one. */
    double[][] along(int[] asked) {
      if (asked != order || means.length == 0) {
        order = asked;
        means = new double[2][counts.length];
        add();
      }
      return means;
    }

    private void add() {
      double before = 0;
      double after = 0;
      int taken = 0;
      int next = 0;
      while (next < counts.length && counts[next] == 0) {
        means[0][next] = Double.NaN;
        means[1][next] = Double.NaN;
        next++;
      }
      for (int pair : order) {
        int left = times[pair];
        while (next < counts.length && taken + left >= counts[next]) {
          int taking = counts[next] - taken;
          before += taking * baseline[pair];
          after += taking * steered[pair];
          taken += taking;
          left -= taking;
          while (next < counts.length && counts[next] == taken) {
            means[0][next] = before / taken;
            means[1][next] = after / taken;
            next++;
          }
        }
        before += left * baseline[pair];
        after += left * steered[pair];
        taken += left;
      }
    }
  }
}
