package dev.steerage.metric;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the results of one condition. */
final class ResultRows {
  /** Unit of a number without dimension. */
  static final String ONE = "1";

  /** Unit of a divergence at one token. */
  static final String NATS = "nats";

  /** Unit of a share. */
  static final String SHARE = "share";

  /** Unit of a count of pairs. */
  static final String PAIRS = "pairs";

  private final Condition condition;
  private final Aggregation aggregation;
  private final List<MetricResult> rows = new ArrayList<>();

  ResultRows(Condition condition, Aggregation aggregation) {
    this.condition = condition;
    this.aggregation = aggregation;
  }

  /** Unit of the slope of a log-likelihood over the coefficients. */
  static String slopeUnit(Aggregation aggregation) {
    return aggregation.unit() + " per coefficient";
  }

  String slopeUnit() {
    return slopeUnit(aggregation);
  }

  /** Unit of a log-likelihood. */
  String likelihoodUnit() {
    return aggregation.unit();
  }

  /** A mean of log-likelihoods over pairs, with Student's interval over their clusters. */
  void addMean(MetricName name, Sample sample, Clusters clusters) {
    addMean(name, sample, clusters, likelihoodUnit());
  }

  /** A mean over pairs in any unit, with Student's interval over their clusters. */
  void addMean(MetricName name, Sample sample, Clusters clusters, String unit) {
    ClusteredMean mean = ClusteredMean.of(sample, clusters);
    add(name, mean.mean(), mean.interval(), sample.size(), unit);
  }

  /** A result that no normalization bears on. */
  void add(MetricName name, double value, @Nullable Interval interval, int n, String unit) {
    add(name, new Part(Normalization.NONE, null), value, interval, n, unit);
  }

  void add(
      MetricName name, Part part, double value, @Nullable Interval interval, int n, String unit) {
    rows.add(
        new MetricResult(
            name.word(),
            part.normalization().word(),
            condition,
            part.fraction(),
            value,
            interval == null ? null : interval.low(),
            interval == null ? null : interval.high(),
            n,
            unit));
  }

  List<MetricResult> rows() {
    return List.copyOf(rows);
  }

  /** Which numbers went in: how normalized, and which fraction of the pairs (null: all). */
  record Part(Normalization normalization, @Nullable Double fraction) {}
}
