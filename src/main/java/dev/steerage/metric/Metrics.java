package dev.steerage.metric;

import dev.steerage.Parallel;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.List;

/** From scores to metrics: every {@link MetricName} of every condition. */
public final class Metrics {
  private Metrics() {}

  /**
   * Metrics of any number of models and behaviors, each with its baseline condition.
   *
   * <p>Random directions are there to compare a vector with, and have no quartile metric.
   *
   * <p>Groups come in the order of their first row, the baseline first in each and what is of
   * several conditions last. The slopes of an intervention at a layer have a condition of their
   * own, {@code <intervention>-layer<N>}, with a coefficient of NaN.
   *
   * @param rows scores, in any order
   * @param aggregation which of a row's numbers is its log-likelihood
   * @throws dev.steerage.InputException if a baseline is missing, a condition has other pairs than
   *     its baseline, a pair lacks a pole or has it twice, or a number is not finite
   */
  public static List<MetricResult> of(List<ScoreRow> rows, Aggregation aggregation) {
    List<MetricResult> results = new ArrayList<>();
    for (ScoreGroup group : ScoreGroup.of(rows, aggregation)) {
      results.addAll(ofBaseline(group.baseline(), aggregation));
      Parallel.inOrder(
          group.steered(), steered -> ofSteered(group, steered, aggregation), results::addAll);
      results.addAll(ofSweeps(group, aggregation));
    }
    return List.copyOf(results);
  }

  private static List<MetricResult> ofSweeps(ScoreGroup group, Aggregation aggregation) {
    List<MetricResult> results = new ArrayList<>();
    for (Sweep sweep : Sweep.byLayer(group)) {
      ResultRows rows = new ResultRows(sweep.condition(), aggregation);
      SteerabilityMetrics.addSlopes(sweep, rows);
      results.addAll(rows.rows());
    }
    for (Sweep sweep : Sweep.byIntervention(group)) {
      HeldOutChoice.of(sweep)
          .ifPresent(
              choice -> {
                ResultRows rows = new ResultRows(choice.condition(), aggregation);
                choice.addTo(rows);
                results.addAll(rows.rows());
              });
    }
    return results;
  }

  private static List<MetricResult> ofBaseline(PairScores baseline, Aggregation aggregation) {
    ResultRows rows = new ResultRows(baseline.condition(), aggregation);
    LikelihoodMetrics.addLevels(baseline, rows);
    ChoiceMetrics.addAccuracy(baseline, rows);
    QuartileMetrics.addZ(baseline, rows);
    return rows.rows();
  }

  private static List<MetricResult> ofSteered(
      ScoreGroup group, PairScores steered, Aggregation aggregation) {
    PairScores baseline = group.baseline();
    ResultRows rows = new ResultRows(steered.condition(), aggregation);
    LikelihoodMetrics.addLevels(steered, rows);
    LikelihoodMetrics.addChanges(baseline, steered, rows);
    ChoiceMetrics.addAccuracy(steered, rows);
    ChoiceMetrics.addFlips(baseline, steered, rows);
    StrengthMetrics.addShare(steered, rows);
    if (steered.condition().isRandomDirection()) {
      return rows.rows();
    }
    StrengthMetrics.addRank(group, steered, rows);
    SteerabilityMetrics.addComponents(group, steered, rows);
    QuartileMetrics.addQuartiles(baseline, steered, rows);
    QuartileMetrics.addZ(steered, rows);
    return rows.rows();
  }
}
