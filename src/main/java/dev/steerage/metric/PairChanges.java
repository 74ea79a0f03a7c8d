package dev.steerage.metric;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a condition changes in each pair, steered − baseline, in the unit of the log-likelihoods.
 *
 * @param condition the steered one
 * @param pairs how many there are
 * @param changes in the order of the pairs; of many, those at {@link DrawnPairs#places} in the
 *     order of their propensity's change
 * @param mean of the propensity's changes with its interval: {@link MetricName#DELTA_PROPENSITY}
 */
public record PairChanges(Condition condition, int pairs, List<Change> changes, MetricResult mean) {

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
        all.add(
            new PairChanges(
                steered.condition(), steered.size(), of(group.baseline(), steered), mean(results)));
      }
    }
    return all;
  }

  private static List<Change> of(PairScores baseline, PairScores steered) {
    double[] change = steered.propensities();
    double[] before = baseline.propensities();
    Arrays.setAll(change, i -> change[i] - before[i]);
    return drawn(change)
        .mapToObj(
            i ->
                new Change(
                    baseline.pairs().get(i),
                    steered.positive()[i] - baseline.positive()[i],
                    steered.negative()[i] - baseline.negative()[i],
                    change[i]))
        .toList();
  }

  private static IntStream drawn(double[] change) {
    IntStream all = IntStream.range(0, change.length);
    if (!DrawnPairs.isSome(change.length)) {
      return all;
    }
    int[] sorted =
        all.boxed()
            .sorted(Comparator.comparingDouble(i -> change[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return DrawnPairs.places(change.length).stream().mapToInt(place -> sorted[place]);
  }

  private static MetricResult mean(ResultRows results) {
    return results.rows().stream()
        .filter(row -> row.metric().equals(MetricName.DELTA_PROPENSITY.word()))
        .findFirst()
        .orElseThrow();
  }
}
