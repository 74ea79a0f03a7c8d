package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Strength;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the rows of one condition into {@link PairScores}, and refuses what is not complete. */
final class PairScoresReader {
  private final Condition condition;
  private final PairNumbers numbers;
  private final Likelihoods positive = new Likelihoods();
  private final Likelihoods negative = new Likelihoods();
  private final Map<String, String> prompts = new HashMap<>();
  private @Nullable Strength strength;

  /**
   * No rows yet.
   *
   * @param numbers of the pairs of all conditions of the model and behavior
   */
  PairScoresReader(Condition condition, PairNumbers numbers) {
    this.condition = condition;
    this.numbers = numbers;
  }

  /** The log-likelihoods of a pole by number of the pair. */
  private static final class Likelihoods {
    private double[] values = new double[0];
    private int[] order = new int[0];
    private int count;

    /** Adds one, which is finite; false where there is one already. */
    boolean add(int pair, double value) {
      if (pair >= values.length) {
        int before = values.length;
        values = Arrays.copyOf(values, pair + pair / 2 + 16);
        Arrays.fill(values, before, values.length, Double.NaN);
      }
      if (has(pair)) {
        return false;
      }
      if (count == order.length) {
        order = Arrays.copyOf(order, count + count / 2 + 16);
      }
      order[count++] = pair;
      values[pair] = value;
      return true;
    }

    boolean has(int pair) {
      return pair < values.length && !Double.isNaN(values[pair]);
    }

    /** Numbers of the pairs as they came. */
    int[] order() {
      return Arrays.copyOf(order, count);
    }
  }

  void add(ScoreRow row, Aggregation aggregation) {
    strength = row.strength();
    if (row.cluster().equals(row.pair())) {
      prompts.remove(row.pair());
    } else {
      prompts.put(row.pair(), row.cluster());
    }
    double value = value(row, aggregation);
    if (!Double.isFinite(value)) {
      throw new InputException(
          "%s: the %s log-likelihood of pair '%s' is %s; score it again or leave the pair out"
              .formatted(name(condition), row.pole().word(), row.pair(), value));
    }
    Likelihoods pole = row.pole() == Pole.POSITIVE ? positive : negative;
    if (!pole.add(numbers.of(row.pair()), value)) {
      throw new InputException(
          "%s: pair '%s' has two %s scores; keep one"
              .formatted(name(condition), row.pair(), row.pole().word()));
    }
  }

  /** The number that an aggregation takes from a row. */
  static double value(ScoreRow row, Aggregation aggregation) {
    return switch (aggregation) {
      case MEAN -> row.mean();
      case SUM -> row.sum();
      case PADDED_MEAN -> row.paddedMean();
    };
  }

  /** Numbers of the pairs in the order of their first row. */
  int[] order() {
    return positive.count == 0 ? negative.order() : positive.order();
  }

  /** Pairs in that order. */
  PairScores scores() {
    int[] order = order();
    List<String> pairs = Arrays.stream(order).mapToObj(numbers::pair).toList();
    return scores(
        order, pairs, pairs.stream().map(pair -> prompts.getOrDefault(pair, pair)).toList());
  }

  /**
   * The pairs and prompts of the baseline, in its order; any other set of pairs is refused.
   *
   * @param order of the baseline's reader
   */
  PairScores scores(PairScores baseline, int[] order) {
    return scores(order, baseline.pairs(), baseline.prompts());
  }

  private PairScores scores(int[] order, List<String> pairs, List<String> clusters) {
    double[] positives = new double[order.length];
    double[] negatives = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      positives[i] = get(positive, order[i], Pole.POSITIVE);
      negatives[i] = get(negative, order[i], Pole.NEGATIVE);
    }
    refuseOthers(order, positive);
    refuseOthers(order, negative);
    return new PairScores(condition, strength, pairs, clusters, positives, negatives);
  }

  private double get(Likelihoods pole, int pair, Pole word) {
    if (!pole.has(pair)) {
      throw new InputException(
          "%s: pair '%s' has no %s score, though other scores of this behavior have it; evaluate it again"
              .formatted(name(condition), numbers.pair(pair), word.word()));
    }
    return pole.values[pair];
  }

  private void refuseOthers(int[] order, Likelihoods pole) {
    if (pole.count > order.length) {
      BitSet known = new BitSet();
      Arrays.stream(order).forEach(known::set);
      int other = Arrays.stream(pole.order()).filter(p -> !known.get(p)).findFirst().orElseThrow();
      throw new InputException(
          "%s: pair '%s' is not scored for both poles and under the baseline; evaluate it again"
              .formatted(name(condition), numbers.pair(other)));
    }
  }

  /** Model, behavior and condition, for messages. */
  static String name(Condition condition) {
    String model = condition.model().isEmpty() ? "" : condition.model() + ", ";
    return model + condition.behavior() + ", " + condition.condition();
  }
}
