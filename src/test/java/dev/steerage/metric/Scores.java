package dev.steerage.metric;

import dev.steerage.dataset.Pole;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.List;

/** Score rows from plain numbers; {@code mean} holds them. */
final class Scores {
  static final Condition BASELINE = Condition.baseline("demo", "myopia");
  static final Condition STEERED = steered("myopia-2", 2);

  private Scores() {}

  static Condition steered(String name, double coefficient) {
    return new Condition("demo", "myopia", name, "myopia", 2, coefficient);
  }

  static List<ScoreRow> of(Condition condition, double[] positive, double[] negative) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int i = 0; i < positive.length; i++) {
      rows.add(row(condition, "pair" + i, Pole.POSITIVE, positive[i]));
      rows.add(row(condition, "pair" + i, Pole.NEGATIVE, negative[i]));
    }
    return rows;
  }

  static ScoreRow row(Condition condition, String pair, Pole pole, double value) {
    return new ScoreRow(condition, pair, pole, 2, 2 * value, value, value / 2);
  }

  /** The same row of a pair whose prompt is another's too. */
  static ScoreRow withCluster(ScoreRow row, String cluster) {
    return new ScoreRow(
        row.condition(),
        row.pair(),
        row.pole(),
        row.tokens(),
        row.sum(),
        row.mean(),
        row.paddedMean(),
        row.strength(),
        cluster);
  }

  /** Baseline and steered rows together. */
  static List<ScoreRow> both(double[][] baseline, double[][] steered) {
    List<ScoreRow> rows = of(BASELINE, baseline[0], baseline[1]);
    rows.addAll(of(STEERED, steered[0], steered[1]));
    return rows;
  }

  /** The one result of a name (and normalization, and fraction) under a condition. */
  static MetricResult find(
      List<MetricResult> results, Condition condition, String metric, Object... part) {
    return results.stream()
        .filter(r -> r.condition().equals(condition) && r.metric().equals(metric))
        .filter(r -> part.length < 1 || r.normalization().equals(part[0]))
        .filter(r -> part.length < 2 || part[1].equals(r.fraction()))
        .reduce(
            (a, b) -> {
              throw new AssertionError("two results: " + a + " and " + b);
            })
        .orElseThrow(() -> new AssertionError("no " + metric + " in " + results));
  }
}
