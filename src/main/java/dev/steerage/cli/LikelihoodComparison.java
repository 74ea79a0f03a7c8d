package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores from two files of log-likelihoods of the same texts.
 *
 * @param model name of the model, may be empty
 * @param behavior name of the behavior
 * @param first the pole that the first half of each file holds
 */
record LikelihoodComparison(String model, String behavior, Pole first) {

  /**
   * Rows of both files; pair i is values i and i + n/2.
   *
   * @throws InputException if a file cannot be used or the two have different counts
   */
  List<ScoreRow> rows(Path baseline, Path steered) {
    double[] before = LikelihoodFile.read(baseline);
    double[] after = LikelihoodFile.read(steered);
    if (before.length != after.length) {
      throw InputException.in(
          steered,
          "has %d values and %s has %d; both must score the same texts"
              .formatted(after.length, baseline, before.length));
    }
    List<ScoreRow> rows = new ArrayList<>();
    addRows(rows, Condition.baseline(model, behavior), before);
    // the file does not say at which coefficient it was measured
    addRows(rows, new Condition(model, behavior, "steered", "steered", null, Double.NaN), after);
    return rows;
  }

  private void addRows(List<ScoreRow> rows, Condition condition, double[] values) {
    Pole second = first == Pole.POSITIVE ? Pole.NEGATIVE : Pole.POSITIVE;
    int pairs = values.length / 2;
    for (int i = 0; i < pairs; i++) {
      rows.add(row(condition, i, first, values[i]));
      rows.add(row(condition, i, second, values[i + pairs]));
    }
  }

  /** The file holds one number a text, however it was aggregated. */
  private static ScoreRow row(Condition condition, int pair, Pole pole, double value) {
    return new ScoreRow(condition, Integer.toString(pair), pole, 1, value, value, value);
  }
}
