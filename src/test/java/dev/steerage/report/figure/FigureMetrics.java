package dev.steerage.report.figure;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.Comparison;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Metrics;
import dev.steerage.metric.Normalization;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.PairChanges;
import dev.steerage.report.Figure;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metrics of made-up scores with layers, coefficients and random directions. */
final class FigureMetrics {
  static final int PAIRS = 12;

  private FigureMetrics() {}

  /** A model whose slope is so many hundredths of a nat at layer 0, and less the deeper. */
  static List<ScoreRow> scores(
      String model, String behavior, double slope, int layers, double... coefficients) {
    List<ScoreRow> rows = new ArrayList<>();
    add(rows, Condition.baseline(model, behavior), 0);
    for (int layer = 0; layer < layers; layer++) {
      for (double coefficient : coefficients) {
        add(
            rows,
            condition(model, behavior, behavior, layer, coefficient),
            0.01 * slope * coefficient / (1 + layer));
      }
    }
    return rows;
  }

  /** Adds random directions beside the vector of layer 0. */
  static void addRandom(
      List<ScoreRow> rows, String model, String behavior, int count, double... coefficients) {
    for (int number = 1; number <= count; number++) {
      String name = Condition.randomDirection(number, behavior);
      for (double coefficient : coefficients) {
        double shift = 0.004 * coefficient * Math.sin(7 * number);
        add(rows, condition(model, behavior, name, 0, coefficient), shift);
      }
    }
  }

  static Condition condition(
      String model, String behavior, String intervention, int layer, double coefficient) {
    String name = intervention + "-layer" + layer + "-coefficient" + coefficient;
    return new Condition(model, behavior, name, intervention, layer, coefficient);
  }

  private static void add(List<ScoreRow> rows, Condition condition, double shift) {
    double[] values = new double[2 * PAIRS];
    Arrays.setAll(
        values,
        i -> -1 - 0.37 * i % 1.9 + (i < PAIRS ? shift * (1 + 0.1 * Math.sin(3 * i)) : -shift));
    FigureScores.add(rows, condition, values);
  }

  /** The same with a row of {@code kl_mean} for each steered condition, of this size. */
  static MetricResult divergence(Condition condition, double value) {
    return new MetricResult("kl_mean", "none", condition, null, value, null, null, PAIRS, "nats");
  }

  /** A ratio of perplexities of 310 tokens of a neutral text, with a tenth on both sides of it. */
  static MetricResult neutral(Condition condition, double ratio) {
    return new MetricResult(
        "neutral_perplexity_ratio",
        "none",
        condition,
        null,
        ratio,
        ratio - 0.1,
        ratio + 0.1,
        310,
        "1");
  }

  static List<MetricResult> metrics(List<ScoreRow> rows) {
    return new ArrayList<>(Metrics.of(rows, Aggregation.MEAN));
  }

  /** Every model but the first against the first. */
  static List<ComparisonResult> compared(List<ScoreRow> rows, Margin margin) {
    List<String> models = rows.stream().map(row -> row.condition().model()).distinct().toList();
    Map<String, String> references = new LinkedHashMap<>();
    models.stream().skip(1).forEach(model -> references.put(model, models.get(0)));
    return Comparison.of(rows, List.of(), Aggregation.MEAN, references, margin);
  }

  static FigureData data(List<ScoreRow> rows) {
    return new FigureData(
        PairChanges.of(rows, Aggregation.MEAN),
        OrderedTexts.of(rows, Aggregation.MEAN, Normalization.PAPER),
        metrics(rows),
        compared(rows, Margin.TENTH),
        Margin.TENTH);
  }

  /** All figures, in their order. */
  static List<Figure> figures(FigureData data, FigureStyle style) {
    List<Figure> figures = new ArrayList<>();
    Figures.of(data, style, figures::add);
    return figures;
  }
}
