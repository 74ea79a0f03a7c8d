package dev.steerage.metric;

import java.util.Locale;

/**
 * Every metric in {@code metrics.csv}: its name there is the constant's in lower case.
 *
 * <p>LL is a continuation's log-likelihood in the chosen aggregation, propensity LL(positive) −
 * LL(negative), choice whether a pair's propensity is above 0.
 */
public enum MetricName {
  LOG_LIKELIHOOD_POSITIVE(
      "mean over pairs of LL(positive)", Uncertainty.STUDENT, "arXiv 2410.17245"),
  LOG_LIKELIHOOD_NEGATIVE(
      "mean over pairs of LL(negative)", Uncertainty.STUDENT, "arXiv 2410.17245"),
  DELTA_POSITIVE(
      "mean over pairs of LL(positive) steered − baseline",
      Uncertainty.STUDENT,
      "arXiv 2411.00640"),
  DELTA_NEGATIVE(
      "mean over pairs of LL(negative) steered − baseline",
      Uncertainty.STUDENT,
      "arXiv 2411.00640"),
  PROPENSITY(
      "mean over pairs of LL(positive) − LL(negative)", Uncertainty.STUDENT, "arXiv 2407.12404"),
  DELTA_PROPENSITY(
      "mean over pairs of propensity steered − baseline", Uncertainty.STUDENT, "arXiv 2411.00640"),
  EFFECT_SIZE_DZ(
      "mean / standard deviation over pairs of propensity steered − baseline; no row where the"
          + " deviation is 0",
      Uncertainty.NONE,
      "Cohen 1988"),
  CHOICE_ACCURACY(
      "share of pairs with a propensity above 0; a tie counts as not chosen",
      Uncertainty.WILSON,
      "arXiv 2407.09141"),
  FLIPS_TO_POSITIVE(
      "pairs with a propensity above 0 steered and not in the baseline",
      Uncertainty.NONE,
      "arXiv 2407.09141"),
  FLIPS_TO_NEGATIVE(
      "pairs with a propensity above 0 in the baseline and not steered",
      Uncertainty.NONE,
      "arXiv 2407.09141"),
  FLIPS_MCNEMAR_P(
      "two-sided p of McNemar's exact test that flips go either way equally often; 1 without flips",
      Uncertainty.NONE,
      "McNemar 1947"),
  INJECTED_NORM_SHARE(
      "norm of what is added to the residual stream / mean norm of the baseline's residual stream"
          + " after that block, over the tokens of the behavior's texts",
      Uncertainty.NONE,
      "none"),
  NULL_DELTA_PROPENSITY(
      "mean over K random directions of the vector's norm of their delta_propensity; the interval"
          + " is from the 2.5 to the 97.5 % quantile of these K",
      Uncertainty.QUANTILES, "Phipson & Smyth 2010"),
  NULL_RANK_P(
      "(1 + number of random directions with |delta_propensity| at least the vector's) / (K + 1),"
          + " two-sided",
      Uncertainty.NONE,
      "Phipson & Smyth 2010"),
  STEERABILITY(
      "mean over pairs of the least-squares slope of propensity over the coefficients of an"
          + " intervention at a layer, the baseline being coefficient 0",
      Uncertainty.STUDENT,
      "arXiv 2407.12404"),
  ANTI_STEERABLE_SHARE(
      "share of pairs whose slope of propensity over the coefficients is below 0",
      Uncertainty.WILSON,
      "arXiv 2407.12404"),
  STEERABILITY_SPEARMAN(
      "mean over pairs of Spearman's correlation of coefficient and propensity, over at least 3"
          + " coefficients with the baseline's 0; without pairs whose propensity never changes; the interval is cut to −1 and 1",
      Uncertainty.STUDENT,
      "arXiv 2407.12404"),
  STEERING_COMPONENT(
      "mean over pairs of (r(c) − r(−c)) / 2, r being propensity steered − baseline: what turns"
          + " round with the coefficient's sign",
      Uncertainty.STUDENT,
      "none"),
  DAMAGE_COMPONENT(
      "mean over pairs of (r(c) + r(−c)) / 2, r being propensity steered − baseline: what both"
          + " signs of the coefficient do alike",
      Uncertainty.STUDENT,
      "none"),
  HELD_OUT_DELTA_PROPENSITY(
      "delta_propensity over every second prompt, at the layer and coefficient at which it is"
          + " greatest over the other prompts",
      Uncertainty.STUDENT,
      "Cawley & Talbot 2010"),
  PERPLEXITY_POSITIVE(
      "exp of the mean of −logprob over the tokens of the positive continuations",
      Uncertainty.UNITS,
      "Jelinek et al. 1977"),
  PERPLEXITY_NEGATIVE(
      "exp of the mean of −logprob over the tokens of the negative continuations",
      Uncertainty.UNITS,
      "Jelinek et al. 1977"),
  KL_MEAN(
      "mean over continuation tokens of KL(baseline ‖ steered), over the whole vocabulary",
      Uncertainty.UNITS,
      "Kullback & Leibler 1951"),
  KL_STANDARD_ERROR(
      "standard deviation of KL(baseline ‖ steered) / √n, as if continuation tokens were independent",
      Uncertainty.NONE,
      "llama.cpp, llama-perplexity"),
  KL_QUANTILE(
      "quantile (linear, type 7) of KL(baseline ‖ steered) over continuation tokens; fraction says which, and 1 is the greatest",
      Uncertainty.NONE,
      "llama.cpp, llama-perplexity"),
  SAME_TOP_SHARE(
      "share of continuation tokens at which both distributions have the same most likely token",
      Uncertainty.UNITS,
      "llama.cpp, llama-perplexity"),
  TARGET_PROBABILITY_RMS(
      "root mean square over continuation tokens of the change of the probability of the token that is there",
      Uncertainty.UNITS,
      "llama.cpp, llama-perplexity"),
  REFERENCE_KL_MEAN(
      "mean over continuation tokens of KL(reference ‖ this model) under the same condition, over the whole vocabulary",
      Uncertainty.UNITS,
      "Kullback & Leibler 1951"),
  REFERENCE_KL_STANDARD_ERROR(
      "standard deviation of KL(reference ‖ this model) under the same condition / √n, as if continuation tokens were independent",
      Uncertainty.NONE,
      "llama.cpp, llama-perplexity"),
  REFERENCE_KL_QUANTILE(
      "quantile (linear, type 7) of KL(reference ‖ this model) under the same condition over continuation tokens; fraction says which, and 1 is the greatest",
      Uncertainty.NONE,
      "llama.cpp, llama-perplexity"),
  REFERENCE_SAME_TOP_SHARE(
      "share of continuation tokens at which both distributions have the same most likely token",
      Uncertainty.UNITS,
      "llama.cpp, llama-perplexity"),
  REFERENCE_TARGET_PROBABILITY_RMS(
      "root mean square over continuation tokens of the change of the probability of the token that is there",
      Uncertainty.UNITS,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_PERPLEXITY(
      "exp of the mean of −logprob over the scored tokens of the neutral text",
      Uncertainty.CHUNKS,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_PERPLEXITY_RATIO(
      "neutral_perplexity / that of the baseline: exp of the mean over the same tokens of logprob baseline − steered",
      Uncertainty.CHUNKS,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_KL_MEAN(
      "mean over the scored tokens of the neutral text of KL(baseline ‖ steered), over the whole vocabulary",
      Uncertainty.CHUNKS,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_KL_STANDARD_ERROR(
      "standard deviation of KL(baseline ‖ steered) / √n, as if the neutral text's tokens were independent",
      Uncertainty.NONE,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_KL_QUANTILE(
      "quantile (linear, type 7) of KL(baseline ‖ steered) over the scored tokens of the neutral text; fraction says which, and 1 is the greatest",
      Uncertainty.NONE,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_SAME_TOP_SHARE(
      "share of the neutral text's scored tokens at which both distributions have the same most likely token",
      Uncertainty.CHUNKS,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_TARGET_PROBABILITY_RMS(
      "root mean square over the neutral text's scored tokens of the change of the probability of the token that is there",
      Uncertainty.CHUNKS,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_REFERENCE_KL_MEAN(
      "mean over the scored tokens of the neutral text of KL(reference ‖ this model) under the same condition, over the whole vocabulary",
      Uncertainty.CHUNKS,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_REFERENCE_KL_STANDARD_ERROR(
      "standard deviation of KL(reference ‖ this model) under the same condition / √n, as if the neutral text's tokens were independent",
      Uncertainty.NONE,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_REFERENCE_KL_QUANTILE(
      "quantile (linear, type 7) of KL(reference ‖ this model) under the same condition over the scored tokens of the neutral text; fraction says which, and 1 is the greatest",
      Uncertainty.NONE,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_REFERENCE_SAME_TOP_SHARE(
      "share of the neutral text's scored tokens at which both distributions have the same most likely token",
      Uncertainty.CHUNKS,
      "llama.cpp, llama-perplexity"),
  NEUTRAL_REFERENCE_TARGET_PROBABILITY_RMS(
      "root mean square over the neutral text's scored tokens of the change of the probability of the token that is there",
      Uncertainty.CHUNKS,
      "llama.cpp, llama-perplexity"),
  CAPABILITY_ACCURACY(
      "share of a set's questions whose best choice is likelier than every wrong one; a tie is wrong",
      Uncertainty.WILSON,
      "EleutherAI, lm-evaluation-harness"),
  CAPABILITY_ACCURACY_CHANGE(
      "capability_accuracy steered − baseline, over the same questions",
      Uncertainty.QUESTIONS,
      "arXiv 2411.00640"),
  CAPABILITY_FLIPS_TO_CORRECT(
      "questions answered rightly steered and not in the baseline",
      Uncertainty.NONE,
      "arXiv 2407.09141"),
  CAPABILITY_FLIPS_TO_WRONG(
      "questions answered rightly in the baseline and not steered",
      Uncertainty.NONE,
      "arXiv 2407.09141"),
  CAPABILITY_MCNEMAR_P(
      "two-sided p of McNemar's exact test that answers flip either way equally often; 1 without flips",
      Uncertainty.NONE,
      "McNemar 1947"),
  CAPABILITY_TRUE_MASS(
      "mean over questions of Σ exp(log-likelihood) of the correct choices / that of all choices, where a question has several correct ones",
      Uncertainty.QUESTIONS,
      "arXiv 2109.07958, MC2"),
  CAPABILITY_TRUE_MASS_CHANGE(
      "mean over questions of that share steered − baseline",
      Uncertainty.QUESTIONS,
      "arXiv 2411.00640"),
  QUARTILE_POSITIVE(
      "mean of n(steered) − n(baseline), n = LL / z, over the positives that the baseline finds"
          + " least likely; fraction says how many of them",
      Uncertainty.BOOTSTRAP,
      "arXiv 2410.17245"),
  QUARTILE_NEGATIVE(
      "mean of n(baseline) − n(steered), n = LL / z, over the negatives that the baseline finds"
          + " most likely; fraction says how many of them",
      Uncertainty.BOOTSTRAP,
      "arXiv 2410.17245"),
  Z(
      "what a condition's LL are divided by: −(max negative + min positive) / 2 (paper), −max of all"
          + " (repository)",
      Uncertainty.NONE,
      "arXiv 2410.17245");

  /** Where a metric's 95 % interval comes from. */
  public enum Uncertainty {
    /** Student's t over pairs, those that share a prompt being a cluster. */
    STUDENT("t over pairs, clustered by prompt"),
    /** Wilson's score interval. */
    WILSON("Wilson"),
    /** Percentile bootstrap over pairs, those that share a prompt together. */
    BOOTSTRAP("bootstrap over pairs, clustered by prompt"),
    /** Student's t of a mean over tokens whose pairs are independent. */
    UNITS("t over pairs, each with all its tokens"),
    /** Student's t of a mean over tokens whose chunks of text are independent. */
    CHUNKS("t over chunks of the text, each with all its tokens"),
    /** Student's t over questions. */
    QUESTIONS("t over questions"),
    /** Quantiles of the values that a mean is of. */
    QUANTILES("quantiles over random directions"),
    /** No interval. */
    NONE("none");

    private final String words;

    Uncertainty(String words) {
      this.words = words;
    }

    /** In words, for reports. */
    public String words() {
      return words;
    }
  }

  private final String word = name().toLowerCase(Locale.ROOT);
  private final String formula;
  private final Uncertainty uncertainty;
  private final String source;

  MetricName(String formula, Uncertainty uncertainty, String source) {
    this.formula = formula;
    this.uncertainty = uncertainty;
    this.source = source;
  }

  /** The name in {@code metrics.csv}. */
  public String word() {
    return word;
  }

  /** What it is, in words. */
  public String formula() {
    return formula;
  }

  /** Where its interval comes from. */
  public Uncertainty uncertainty() {
    return uncertainty;
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
