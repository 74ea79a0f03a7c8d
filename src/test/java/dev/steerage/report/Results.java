package dev.steerage.report;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Metrics;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.List;

/** Metrics of made-up scores. */
final class Results {
  /** Names with everything that a format could read as markup, a formula or a separator. */
  static final String NASTY = "=a|b\\`<i>&*_x_ {$#^~%},\"q\"\n[l](u)";

  private Results() {}

  /** A baseline and two coefficients on 12 pairs for each behavior. */
  static List<MetricResult> of(String model, String... behaviors) {
    return Metrics.of(scores(model, behaviors), Aggregation.MEAN);
  }

  /** What those metrics are of. */
  static List<ScoreRow> scores(String model, String... behaviors) {
    List<ScoreRow> rows = new ArrayList<>();
    for (String behavior : behaviors) {
      add(rows, Condition.baseline(model, behavior), 0);
      add(rows, new Condition(model, behavior, behavior + "-2", behavior, 2, -1.5), -0.1);
      add(rows, new Condition(model, behavior, behavior + "+2", behavior, 2, 1.5), 0.1);
    }
    return rows;
  }

  private static void add(List<ScoreRow> rows, Condition condition, double shift) {
    for (int i = 0; i < 12; i++) {
      double likelihood = -1 - 0.1 * i + shift * (1 + 0.01 * i * i);
      rows.add(new ScoreRow(condition, "p" + i, Pole.POSITIVE, 1, likelihood, likelihood, 0));
      double other = -1.3 - 0.05 * i - shift / 3;
      rows.add(new ScoreRow(condition, "p" + i, Pole.NEGATIVE, 1, other, other, 0));
    }
  }
}
