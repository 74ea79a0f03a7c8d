package dev.steerage.metric;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What a condition changes in each pair, steered − baseline, in the unit of the log-likelihoods.
 *
 * @param condition the steered one
 * @param changes in the order of the pairs
 * @param mean of the propensity's changes with its interval: {@link MetricName#DELTA_PROPENSITY}
 */
public record PairChanges(Condition condition, List<Change> changes, MetricResult mean) {

  /**
   * The changes of a pair.
   *
   * @param pair its id
   * @param positive of LL(positive)
   * @param negative of LL(negative)
   * @param propensity of LL(positive) − LL(negative)
   */
  public record Change(String pair, double positive, double negative, double propensity) {}

  public PairChanges {
    changes = List.copyOf(changes);
  }

  /**
   * One for each steered condition, in the order of {@link Metrics#of}.
   *
   * @throws dev.steerage.InputException as {@link Metrics#of} does
   */
  public static List<PairChanges> of(List<ScoreRow> rows, Aggregation aggregation) {
    List<PairChanges> all = new ArrayList<>();
    for (ScoreGroup group : ScoreGroup.of(rows, aggregation)) {
      for (PairScores steered : group.steered()) {
        ResultRows results = new ResultRows(steered.condition(), aggregation);
        LikelihoodMetrics.addChanges(group.baseline(), steered, results);
        all.add(new PairChanges(steered.condition(), of(group.baseline(), steered), mean(results)));
      }
    }
    return all;
  }

  private static List<Change> of(PairScores baseline, PairScores steered) {
    double[] before = baseline.propensities();
    double[] after = steered.propensities();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      changes.add(
          new Change(
              baseline.pairs().get(i),
              steered.positive()[i] - baseline.positive()[i],
              steered.negative()[i] - baseline.negative()[i],
              after[i] - before[i]));
    }
    return changes;
  }

  private static MetricResult mean(ResultRows results) {
    return results.rows().stream()
        .filter(row -> row.metric().equals(MetricName.DELTA_PROPENSITY.word()))
        .findFirst()
        .orElseThrow();
  }
}
