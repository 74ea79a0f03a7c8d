package dev.steerage.report.page;

import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.Comparison;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Metrics;
import dev.steerage.metric.Normalization;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.PairChanges;
import dev.steerage.report.MetricsReport;
import dev.steerage.report.TitledTable;
import dev.steerage.report.VerdictTable;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.TokenRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pages of made-up scores: two models, one of them steered half as much, on 12 pairs. */
final class Pages {
  /** What HTML, a script, plotly.js or a spreadsheet could read as something else. */
  static final String HOSTILE =
      "=1+1 </script><script>alert(1)</script><img src=x onerror=alert(1)> \"q\" 'a' &amp; <b>b</b>"
          + " \\ {{x}} %s $1 <!-- \u202eltr\u202c \u05d0\u05d1 </style>";

  private Pages() {}

  /** Scores of a behavior whose name, like those of the intervention and models, is given. */
  static List<ScoreRow> scores(String name) {
    List<ScoreRow> rows = new ArrayList<>();
    for (String model : List.of(name + "m", name + "m-q2")) {
      double strength = model.endsWith("-q2") ? 0.5 : 1;
      add(rows, Condition.baseline(model, name), 0);
      for (double coefficient : new double[] {-2, -1, 1, 2}) {
        String condition = name + "-layer3-coefficient" + coefficient;
        add(
            rows,
            new Condition(model, name, condition, name, 3, coefficient),
            coefficient * strength * 0.1);
      }
      String other = name + "-layer4-coefficient1";
      add(rows, new Condition(model, name, other, name, 4, 1), strength * 0.2);
      for (int k = 1; k <= 3; k++) {
        String random = Condition.randomDirection(k, name);
        String condition = random + "-layer3-coefficient2";
        add(rows, new Condition(model, name, condition, random, 3, 2), 0.02 * (k - 2));
      }
      add(rows, new Condition(model, name, name + "system", name + "system", null, 1), 0.05);
    }
    return rows;
  }

  private static void add(List<ScoreRow> rows, Condition condition, double shift) {
    for (int i = 0; i < 12; i++) {
      double positive = -1 - 0.1 * i + shift * (1 + 0.01 * i * i);
      rows.add(new ScoreRow(condition, "p" + i, Pole.POSITIVE, 1, positive, positive, 0));
      double negative = -1.3 - 0.05 * i - shift / 3;
      rows.add(new ScoreRow(condition, "p" + i, Pole.NEGATIVE, 1, negative, negative, 0));
    }
  }

  /** Metrics with divergences and perplexities that go with the coefficients. */
  private static List<MetricResult> results(List<ScoreRow> scores) {
    List<MetricResult> results = new ArrayList<>(Metrics.of(scores, Aggregation.MEAN));
    for (Condition c : scores.stream().map(ScoreRow::condition).distinct().toList()) {
      if (!c.isBaseline() && !c.isRandomDirection()) {
        double kl = c.coefficient() * c.coefficient() / 100;
        results.add(new MetricResult("kl_mean", "none", c, null, kl, kl / 2, kl * 2, 240, "nats"));
        results.add(
            new MetricResult(
                "neutral_perplexity_ratio", "none", c, null, 1 + kl, 1.0, 1.5, 310, "1"));
      }
    }
    return results;
  }

  /** The whole page, every text of it a given one. */
  static String of(String name) {
    List<ScoreRow> scores = scores(name);
    List<MetricResult> results = results(scores);
    List<ComparisonResult> compared =
        Comparison.of(
            scores, List.of(), Aggregation.MEAN, Map.of(name + "m-q2", name + "m"), Margin.TENTH);
    List<TitledTable> verdicts = VerdictTable.of(compared, results, Margin.TENTH);
    MetricsReport report =
        MetricsReport.summary(results, Normalization.PAPER, List.of(name)).withSteerability();
    return ReportPage.of(
            name,
            Map.of(name, name),
            verdicts,
            report,
            compared,
            new PairNumbers(
                PairChanges.of(scores, Aggregation.MEAN),
                OrderedTexts.of(scores, Aggregation.MEAN, Normalization.PAPER),
                texts(name)),
            Margin.TENTH)
        .toString();
  }

  /** One pair of two tokens each, of which steering makes the first likelier by 0.5 nats. */
  private static PairTexts texts(String name) {
    Condition steered = new Condition("m", name, "c", "v", 3, 1);
    ContrastPair pair = new ContrastPair("p0", name, name + "?", name + " b", " c d");
    return PairTexts.of(
        List.of(name),
        behavior -> List.of(pair),
        List.of(Condition.baseline("m", name), steered),
        condition -> {
          double gain = condition.isBaseline() ? 0 : 0.5;
          return Stream.of(
              List.of(
                  new TokenRow("p0", Pole.POSITIVE, 1, 5, name, -1.25 + gain),
                  new TokenRow("p0", Pole.POSITIVE, 2, 6, " b", -40),
                  new TokenRow("p0", Pole.NEGATIVE, 1, 7, " c", -0.75 - gain),
                  new TokenRow("p0", Pole.NEGATIVE, 2, 8, " d", -0.125)));
        },
        new PairTexts.Limits(10_000, 10_000));
  }
}
