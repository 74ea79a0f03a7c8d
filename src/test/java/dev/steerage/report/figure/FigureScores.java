package dev.steerage.report.figure;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Scores to draw: the published ones of arXiv 2410.17245 (corrigibility), and made-up ones. */
final class FigureScores {
  private FigureScores() {}

  /** Published log-likelihoods, positives then negatives. */
  static double[] published(String condition) {
    String name = "/likelihoods/corrigible-" + condition + ".json";
    try (InputStream in = FigureScores.class.getResourceAsStream(name)) {
      return new ObjectMapper().readValue(Objects.requireNonNull(in), double[].class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The published baseline and what it was steered to. */
  static List<ScoreRow> published() {
    List<ScoreRow> rows = new ArrayList<>();
    add(rows, Condition.baseline("llama", "corrigible"), published("baseline"));
    add(rows, steered("llama", "corrigible", 2), published("steered"));
    return rows;
  }

  /** A baseline and so many coefficients on so many pairs. */
  static List<ScoreRow> of(String model, String behavior, int coefficients, int pairs) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int coefficient = 0; coefficient <= coefficients; coefficient++) {
      double shift = 0.01 * coefficient;
      double[] values = new double[2 * pairs];
      Arrays.setAll(values, i -> -1 - 0.37 * i % 1.9 + (i < pairs ? shift : -shift));
      add(
          rows,
          coefficient == 0
              ? Condition.baseline(model, behavior)
              : steered(model, behavior, coefficient),
          values);
    }
    return rows;
  }

  static Condition steered(String model, String behavior, double coefficient) {
    return new Condition(model, behavior, "c" + coefficient, "vector", 13, coefficient);
  }

  /** Adds a condition's rows; pair i is i and i + n/2. */
  static void add(List<ScoreRow> rows, Condition condition, double[] values) {
    int half = values.length / 2;
    for (int i = 0; i < values.length; i++) {
      Pole pole = i < half ? Pole.POSITIVE : Pole.NEGATIVE;
      double value = values[i];
      rows.add(new ScoreRow(condition, "p" + i % half, pole, 2, 2 * value, value, value));
    }
  }
}
