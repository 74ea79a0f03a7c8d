package dev.steerage.metric;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The continuations of a condition as the figure of arXiv 2410.17245 has them: each pole by the
 * baseline's n = LL / z ascending, the steered n in the same order.
 *
 * @param condition the steered one
 * @param negatives the last {@code quarter} are those of the quartile metric
 * @param positives the first {@code quarter} are those of the quartile metric
 * @param quarter k = ⌊N · 0.25⌋
 */
public record OrderedTexts(
    Condition condition, List<Text> negatives, List<Text> positives, int quarter) {

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
    BaselineOrder order = BaselineOrder.of(baseline);
    List<Text> positives =
        IntStream.of(order.positives(before))
            .mapToObj(
                i ->
                    new Text(
                        baseline.pairs().get(i),
                        baseline.positive()[i] / before,
                        steered.positive()[i] / after))
            .toList();
    List<Text> negatives =
        IntStream.of(order.negatives(before))
            .mapToObj(
                i ->
                    new Text(
                        baseline.pairs().get(i),
                        baseline.negative()[i] / before,
                        steered.negative()[i] / after))
            .collect(Collectors.toCollection(ArrayList::new));
    // not sorted again: the last k must be the metric's first k among ties as well
    Collections.reverse(negatives);
    int quarter = QuartileStatistic.count(baseline.size(), QuartileStatistic.FRACTIONS.get(0));
    return new OrderedTexts(steered.condition(), negatives, positives, quarter);
  }
}
