package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Strength;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the rows of one condition into {@link PairScores}, and refuses what is not complete. */
final class PairScoresReader {
  private final Condition condition;
  private final Map<String, Double> positive = new LinkedHashMap<>();
  private final Map<String, Double> negative = new LinkedHashMap<>();
  private final Map<String, String> prompts = new LinkedHashMap<>();

  private @Nullable Strength strength;

  PairScoresReader(Condition condition) {
    this.condition = condition;
  }

  void add(ScoreRow row, Aggregation aggregation) {
    strength = row.strength();
    prompts.put(row.pair(), row.cluster());
    double value = value(row, aggregation);
    if (!Double.isFinite(value)) {
      throw new InputException(
          "%s: the %s log-likelihood of pair '%s' is %s; score it again or leave the pair out"
              .formatted(name(condition), row.pole().word(), row.pair(), value));
    }
    Map<String, Double> pole = row.pole() == Pole.POSITIVE ? positive : negative;
    if (pole.put(row.pair(), value) != null) {
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

  /** Pairs in the order of their first row. */
  PairScores scores() {
    List<String> pairs =
        new ArrayList<>(positive.isEmpty() ? negative.keySet() : positive.keySet());
    return scores(pairs, pairs.stream().map(pair -> prompts.getOrDefault(pair, pair)).toList());
  }

  /** The pairs and prompts of the baseline, in its order; any other set of pairs is refused. */
  PairScores scores(PairScores baseline) {
    return scores(baseline.pairs(), baseline.prompts());
  }

  private PairScores scores(List<String> pairs, List<String> clusters) {
    double[] positives = new double[pairs.size()];
    double[] negatives = new double[pairs.size()];
    for (int i = 0; i < pairs.size(); i++) {
      positives[i] = get(positive, pairs.get(i), Pole.POSITIVE);
      negatives[i] = get(negative, pairs.get(i), Pole.NEGATIVE);
    }
    refuseOthers(pairs, positive);
    refuseOthers(pairs, negative);
    return new PairScores(condition, strength, pairs, clusters, positives, negatives);
  }

  private double get(Map<String, Double> pole, String pair, Pole word) {
    Double value = pole.get(pair);
    if (value == null) {
      throw new InputException(
          "%s: pair '%s' has no %s score, though other scores of this behavior have it; evaluate it again"
              .formatted(name(condition), pair, word.word()));
    }
    return value;
  }

  private void refuseOthers(List<String> pairs, Map<String, Double> pole) {
    if (pole.size() > pairs.size()) {
      String other =
          pole.keySet().stream().filter(pair -> !pairs.contains(pair)).findFirst().orElseThrow();
      throw new InputException(
          "%s: pair '%s' is not scored for both poles and under the baseline; evaluate it again"
              .formatted(name(condition), other));
    }
  }

  /** Model, behavior and condition, for messages. */
  static String name(Condition condition) {
    String model = condition.model().isEmpty() ? "" : condition.model() + ", ";
    return model + condition.behavior() + ", " + condition.condition();
  }
}
