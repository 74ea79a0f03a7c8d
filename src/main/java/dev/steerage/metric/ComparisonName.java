package dev.steerage.metric;

import java.util.Locale;

/**
 * Every row of {@code comparison.csv}: its name there is the constant's in lower case.
 *
 * <p>m is a pair's propensity, LL(positive) − LL(negative); its slope is the least-squares slope of
 * m over the coefficients, the baseline's 0 among them; its effect under a condition is m steered −
 * baseline. "Reference" is the same condition on the reference model.
 */
public enum ComparisonName {
  REFERENCE_SLOPE("mean slope of the pairs on the reference", "t", "arXiv 2407.12404"),
  SLOPE("mean slope of the pairs on this model", "t", "arXiv 2407.12404"),
  SLOPE_DIFFERENCE(
      "mean over pairs of slope − reference slope; p: two-sided paired t test",
      "paired bootstrap (percentile)",
      "arXiv 2411.00640"),
  SLOPE_RATIO(
      "mean slope / mean reference slope; no row where the interval of the reference slope holds 0",
      "paired bootstrap (BCa)",
      "Efron 1987"),
  SLOPE_EQUIVALENCE(
      "value: the margin; p: two one-sided paired t tests (TOST) that the difference of slopes is"
          + " within it",
      "none",
      "Schuirmann 1987"),
  BASELINE_DIFFERENCE(
      "mean over pairs of m − reference m without intervention; p: two-sided paired t test",
      "paired bootstrap (percentile)",
      "arXiv 2411.00640"),
  EFFECT_DIFFERENCE(
      "mean over pairs of effect − reference effect; p: two-sided paired t test",
      "paired bootstrap (percentile)",
      "arXiv 2411.00640"),
  EFFECT_WILCOXON(
      "value: sum of the positive ranks; p: Wilcoxon's signed-rank test of effect − reference effect,"
          + " two-sided",
      "none",
      "Wilcoxon 1945"),
  EFFECT_EQUIVALENCE(
      "value: the margin; p: two one-sided paired t tests (TOST) that the difference of effects is"
          + " within it",
      "none",
      "Schuirmann 1987"),
  EFFECT_CORRELATION(
      "Pearson's correlation over pairs of effect and reference effect; no row where one is the same"
          + " for all pairs",
      "Fisher's z",
      "Fisher 1921"),
  PRECISION_FLIPS_TO_POSITIVE(
      "pairs with m above 0 on this model and not on the reference", "none", "arXiv 2407.09141"),
  PRECISION_FLIPS_TO_NEGATIVE(
      "pairs with m above 0 on the reference and not on this model", "none", "arXiv 2407.09141"),
  PRECISION_FLIPS_MCNEMAR(
      "value: all those pairs; p: McNemar's exact test that they go either way equally often",
      "none",
      "McNemar 1947"),
  OWN_VECTOR_DIFFERENCE(
      "mean over pairs of the effect of the vector extracted on this model − that of the reference's"
          + " vector, both on this model; p: two-sided paired t test",
      "paired bootstrap (percentile)",
      "arXiv 2411.00640"),
  OWN_VECTOR_COSINE(
      "cosine of the vector extracted on this model and the reference's", "none", "none");

  private final String formula;
  private final String interval;
  private final String source;

  ComparisonName(String formula, String interval, String source) {
    this.formula = formula;
    this.interval = interval;
    this.source = source;
  }

  /** The name in {@code comparison.csv}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is, in words. */
  public String formula() {
    return formula;
  }

  /** Where its 95 % interval comes from. */
  public String interval() {
    return interval;
  }

  /** The publication that it comes from. */
  public String source() {
    return source;
  }

  @Override
  public String toString() {
    return word();
  }
}
