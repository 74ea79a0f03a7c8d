package dev.steerage.metric;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The continuations of a condition as the figure of arXiv 2410.17245 has them: each pole by the
 * baseline's n = LL / z ascending, the steered n in the same order.
 *
 * <p>Of many pairs these are the ones at {@link DrawnPairs#places}.
 *
 * @param condition the steered one
 * @param pairs how many there are: all negatives, and all positives
 * @param negatives of all, the last {@code quarter} are those of the quartile metric
 * @param positives of all, the first {@code quarter} are those of the quartile metric
 * @param quarter k = ⌊N · 0.25⌋
 */
public record OrderedTexts(
    Condition condition, int pairs, List<Text> negatives, List<Text> positives, int quarter) {

  /**
   * A continuation.
   *
   * @param pair its id
   * @param baseline n without intervention; not finite where z is 0
   * @param steered n under the condition
   */
  public record Text(String pair, double baseline, double steered) {}

  public OrderedTexts {
    negatives = List.copyOf(negatives);
    positives = List.copyOf(positives);
  }

  /**
   * One for each steered condition, in the order of {@link Metrics#of}.
   *
   * @throws dev.steerage.InputException as {@link Metrics#of} does
   */
  public static List<OrderedTexts> of(
      List<ScoreRow> rows, Aggregation aggregation, Normalization normalization) {
    List<OrderedTexts> all = new ArrayList<>();
    for (ScoreGroup group : ScoreGroup.of(rows, aggregation)) {
      for (PairScores steered : group.steered()) {
        all.add(of(group.baseline(), steered, normalization));
      }
    }
    return all;
  }

  private static OrderedTexts of(
      PairScores baseline, PairScores steered, Normalization normalization) {
    double before = baseline.z(normalization);
    double after = steered.z(normalization);
    PairOrder order = PairOrder.of(baseline);
    int[] positive = order.positives(before);
    int[] negative = order.negatives(before);
    List<Integer> places = DrawnPairs.places(baseline.size());
    List<Text> positives =
        places.stream()
            .map(place -> positive[place])
            .map(
                i ->
                    new Text(
                        baseline.pairs().get(i),
                        baseline.positive()[i] / before,
                        steered.positive()[i] / after))
            .toList();
    // not sorted again: the last k must be the metric's first k among ties as well
    List<Text> negatives =
        places.stream()
            .map(place -> negative[negative.length - 1 - place])
            .map(
                i ->
                    new Text(
                        baseline.pairs().get(i),
                        baseline.negative()[i] / before,
                        steered.negative()[i] / after))
            .toList();
    int quarter = QuartileStatistic.count(baseline.size(), QuartileStatistic.FRACTIONS.get(0));
    return new OrderedTexts(steered.condition(), baseline.size(), negatives, positives, quarter);
  }
}
