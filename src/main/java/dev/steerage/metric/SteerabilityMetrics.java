package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Correlation;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Sample;
import dev.steerage.statistics.SignCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the propensity of each pair goes with the coefficient. */
final class SteerabilityMetrics {
  /** Of two coefficients every correlation is 1 or −1. */
  private static final int LEAST_COEFFICIENTS = 3;

  private SteerabilityMetrics() {}

  /**
   * Slopes and rank correlations (Tan et al. 2024, arXiv 2407.12404), one number a pair.
   *
   * @param sweep of one layer
   */
  static void addSlopes(Sweep sweep, ResultRows rows) {
    Clusters clusters = sweep.baseline().clusters();
    double[] coefficients = sweep.coefficients();
    double[][] propensities = sweep.propensities();
    double[] slopes = sweep.slopes();
    rows.addMean(MetricName.STEERABILITY, Sample.of(slopes), clusters, rows.slopeUnit());
    SignCounts signs = SignCounts.of(slopes);
    rows.add(
        MetricName.ANTI_STEERABLE_SHARE,
        (double) signs.negative() / signs.size(),
        Interval.ofShare(signs.negative(), signs.size()),
        signs.size(),
        ResultRows.SHARE);
    if (Arrays.stream(coefficients).distinct().count() >= LEAST_COEFFICIENTS) {
      addCorrelations(sweep.baseline().prompts(), coefficients, propensities, rows);
    }
  }

  private static void addCorrelations(
      List<String> prompts, double[] coefficients, double[][] propensities, ResultRows rows) {
    List<Double> correlations = new ArrayList<>();
    List<String> clusters = new ArrayList<>();
    for (int pair = 0; pair < prompts.size(); pair++) {
      int of = pair;
      double[] ofPair = Arrays.stream(propensities).mapToDouble(row -> row[of]).toArray();
      Correlation correlation = Correlation.spearman(coefficients, ofPair);
      if (correlation != null) {
        correlations.add(correlation.value());
        clusters.add(prompts.get(pair));
      }
    }
    if (!correlations.isEmpty()) {
      Sample sample = Sample.of(correlations.stream().mapToDouble(Double::doubleValue).toArray());
      ClusteredMean mean = ClusteredMean.of(sample, Clusters.of(clusters));
      rows.add(
          MetricName.STEERABILITY_SPEARMAN,
          mean.mean(),
          cut(mean.interval()),
          sample.size(),
          ResultRows.ONE);
    }
  }

  /** No correlation lies outside −1 and 1. */
  private static @Nullable Interval cut(@Nullable Interval interval) {
    return interval == null
        ? null
        : new Interval(Math.max(-1, interval.low()), Math.min(1, interval.high()));
  }

  /**
   * The odd and even parts of the change over the coefficient's sign; no row where the opposite
   * coefficient is not there, or for the negative one of the two.
   */
  static void addComponents(ScoreGroup group, PairScores steered, ResultRows rows) {
    if (!(steered.condition().coefficient() > 0)) {
      return;
    }
    opposite(group, steered.condition()).ifPresent(o -> addComponents(group, steered, o, rows));
  }

  private static Optional<PairScores> opposite(ScoreGroup group, Condition condition) {
    return group.steered().stream()
        .filter(
            other ->
                other.condition().intervention().equals(condition.intervention())
                    && Objects.equals(other.condition().layer(), condition.layer())
                    && other.condition().coefficient() == -condition.coefficient())
        .findFirst();
  }

  private static void addComponents(
      ScoreGroup group, PairScores steered, PairScores opposite, ResultRows rows) {
    double[] baseline = group.baseline().propensities();
    double[] there = steered.propensities();
    double[] back = opposite.propensities();
    double[] odd = new double[baseline.length];
    double[] even = new double[baseline.length];
    for (int i = 0; i < baseline.length; i++) {
      odd[i] = ((there[i] - baseline[i]) - (back[i] - baseline[i])) / 2;
      even[i] = ((there[i] - baseline[i]) + (back[i] - baseline[i])) / 2;
    }
    Clusters clusters = group.baseline().clusters();
    rows.addMean(MetricName.STEERING_COMPONENT, Sample.of(odd), clusters);
    rows.addMean(MetricName.DAMAGE_COMPONENT, Sample.of(even), clusters);
  }
}
