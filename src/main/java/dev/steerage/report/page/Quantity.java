package dev.steerage.report.page;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import java.util.List;

/**
 * A metric that is drawn over the coefficients.
 *
 * @param metric with its 95 % interval
 * @param atBaseline its value where nothing is done
 * @param name in titles and at the axis
 * @param words what it is, a sentence without its end
 * @param counted what its n counts
 * @param interval which interval it has
 */
record Quantity(
    MetricName metric,
    double atBaseline,
    String name,
    String words,
    String counted,
    String interval) {
  static final Quantity EFFECT =
      new Quantity(
          MetricName.DELTA_PROPENSITY,
          0,
          "Δ propensity",
          "Change of the propensity (log-likelihood of the positive minus that of the negative"
              + " continuation), steered minus baseline, mean over pairs",
          "pairs",
          "t-intervals over pairs");
  static final Quantity COST =
      new Quantity(
          MetricName.NEUTRAL_PERPLEXITY_RATIO,
          1,
          "neutral perplexity / baseline",
          "Perplexity of the neutral text, in proportion to that of the same model without"
              + " intervention",
          "scored tokens",
          "t-intervals over chunks, of the logarithm");

  String axis(String unit) {
    return unit.equals("1") ? name : name + ", " + unit;
  }

  String caption(List<MetricResult> results) {
    String unit = results.get(0).unit();
    return "%s%s; n = %s %s; bands and bars: 95 %% %s."
        .formatted(
            words, unit.equals("1") ? "" : ", in " + unit, Measured.n(results), counted, interval);
  }
}
