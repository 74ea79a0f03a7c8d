package dev.steerage.metric;

import dev.steerage.metric.ResultRows.Part;
import dev.steerage.statistics.Bootstrap;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Resamples;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The quartile metric in each normalization, with bootstrap intervals, and z beside it. */
final class QuartileMetrics {
  private QuartileMetrics() {}

  /** z of a condition, n = texts it is taken from. */
  static void addZ(PairScores scores, ResultRows rows) {
    for (Normalization normalization : List.of(Normalization.PAPER, Normalization.REPOSITORY)) {
      rows.add(
          MetricName.Z,
          new Part(normalization, null),
          scores.z(normalization),
          null,
          2 * scores.size(),
          rows.likelihoodUnit());
    }
  }

  /** Both poles at every fraction; no row where no pair is in the fraction or z is 0. */
  static void addQuartiles(PairScores baseline, PairScores steered, ResultRows rows) {
    QuartileStatistic statistic = new QuartileStatistic(baseline, steered);
    Resamples resamples = Bootstrap.of(baseline.clusters()).resample(statistic::values);
    int i = 0;
    for (Normalization normalization : Normalization.values()) {
      for (int place = 0; place < QuartileStatistic.WIDTH; place++, i++) {
        double value = resamples.estimate(i);
        if (Double.isFinite(value)) {
          add(rows, normalization, place, value, resamples.percentile(i), baseline.size());
        }
      }
    }
  }

  private static void add(
      ResultRows rows,
      Normalization normalization,
      int place,
      double value,
      @Nullable Interval interval,
      int pairs) {
    int fractions = QuartileStatistic.FRACTIONS.size();
    double fraction = QuartileStatistic.FRACTIONS.get(place % fractions);
    rows.add(
        place < fractions ? MetricName.QUARTILE_POSITIVE : MetricName.QUARTILE_NEGATIVE,
        new Part(normalization, fraction),
        value,
        interval,
        QuartileStatistic.count(pairs, fraction),
        normalization == Normalization.NONE ? rows.likelihoodUnit() : ResultRows.ONE);
  }
}
