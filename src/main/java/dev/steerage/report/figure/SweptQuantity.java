package dev.steerage.report.figure;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import java.util.List;

/** What is drawn over the coefficients of an intervention. */
enum SweptQuantity {
  /** What steering is for: the dose-response. */
  EFFECT(MetricName.DELTA_PROPENSITY, 0, "dose-response") {
    @Override
    String title() {
      return "change of the propensity by coefficient";
    }

    @Override
    String axis(String unit) {
      return "Δ propensity, " + unit;
    }

    @Override
    String caption(String n, String unit) {
      return ("Mean over %s pairs of the propensity, steered minus baseline in %s, by the"
              + " coefficient (without unit), one line a model; bands are 95 %% t-intervals over"
              + " pairs. Coefficient 0 is the baseline, with a change of 0.")
          .formatted(n, unit);
    }
  },

  /** What it does to text that has nothing to do with the behavior. */
  COST(MetricName.NEUTRAL_PERPLEXITY_RATIO, 1, "neutral") {
    @Override
    String title() {
      return "perplexity on neutral text by coefficient";
    }

    @Override
    String axis(String unit) {
      return "perplexity / that of the baseline";
    }

    @Override
    String caption(String n, String unit) {
      return ("Perplexity over %s scored tokens of the neutral text, divided by that of the same"
              + " model without intervention (without unit), by the coefficient (without unit), one"
              + " line a model; bands are 95 %% t-intervals over the text's chunks, of the logarithm."
              + " Above 1 the model has become worse at the text; coefficient 0 is the baseline,"
              + " with 1.")
          .formatted(n);
    }
  };

  private final MetricName metric;
  private final double atBaseline;
  private final String kind;

  SweptQuantity(MetricName metric, double atBaseline, String kind) {
    this.metric = metric;
    this.atBaseline = atBaseline;
    this.kind = kind;
  }

  /** What is shown, behind the behavior. */
  abstract String title();

  /** The label along y. */
  abstract String axis(String unit);

  /**
   * How to read the figure.
   *
   * @param n how many units the numbers rest on
   */
  abstract String caption(String n, String unit);

  /** Its value where nothing is done. */
  double atBaseline() {
    return atBaseline;
  }

  /** A word for file names. */
  String kind() {
    return kind;
  }

  /** Its finite values on a behavior, in the order of the conditions. */
  List<MetricResult> rows(Effects effects) {
    return this == EFFECT
        ? effects.vectors()
        : effects.vectors().stream()
            .flatMap(row -> effects.find(metric, row.condition()).stream())
            .filter(row -> Double.isFinite(row.value()))
            .toList();
  }
}
