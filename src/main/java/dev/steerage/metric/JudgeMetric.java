package dev.steerage.metric;

import dev.steerage.runlog.Aspect;
import java.util.Locale;

/**
 * Every metric of judged texts in {@code metrics.csv}: its name there is the constant's in lower
 * case.
 */
public enum JudgeMetric {
  JUDGED_CONCEPT("mean over texts of the expected rating of the concept, 0 to 2", Kind.LEVEL),
  JUDGED_INSTRUCTION(
      "mean over texts of the expected rating of the instruction, 0 to 2", Kind.LEVEL),
  JUDGED_FLUENCY("mean over texts of the expected rating of the fluency, 0 to 2", Kind.LEVEL),
  JUDGED_SCORE(
      "mean over texts of the harmonic mean of the three expected ratings, 0 to 2", Kind.LEVEL),
  JUDGED_CONCEPT_CHANGE(
      "mean over texts of the concept's rating steered − baseline, of the same prompt",
      Kind.CHANGE),
  JUDGED_INSTRUCTION_CHANGE("the same of the instruction's rating", Kind.CHANGE),
  JUDGED_FLUENCY_CHANGE("the same of the fluency's rating", Kind.CHANGE),
  JUDGED_SCORE_CHANGE("the same of the harmonic mean", Kind.CHANGE),
  JUDGED_CONCEPT_MASS(
      "mean over texts of the probability that the judge answers the question on the concept with a"
          + " rating at all",
      Kind.LEVEL),
  JUDGED_INSTRUCTION_MASS("the same of the question on the instruction", Kind.LEVEL),
  JUDGED_FLUENCY_MASS("the same of the question on the fluency", Kind.LEVEL),
  JUDGED_CONCEPT_PROPENSITY_PEARSON(
      "Pearson's r over texts of the concept's rating and the propensity of the same prompt's"
          + " pairs, both steered − baseline",
      Kind.PEARSON),
  JUDGED_CONCEPT_PROPENSITY_SPEARMAN("Spearman's ρ of the same", Kind.SPEARMAN),
  JUDGED_CONCEPT_POSITIVE_PEARSON(
      "Pearson's r over texts of the concept's rating and LL(positive) of the same prompt's pairs,"
          + " both steered − baseline",
      Kind.PEARSON),
  JUDGED_CONCEPT_POSITIVE_SPEARMAN("Spearman's ρ of the same", Kind.SPEARMAN);

  private enum Kind {
    LEVEL("t over texts, clustered by prompt", "AxBench, arXiv 2501.17148"),
    CHANGE("paired t over texts, clustered by prompt", "AxBench, arXiv 2501.17148"),
    PEARSON("Fisher's z", "Fisher 1921"),
    SPEARMAN("none", "Spearman 1904");

    private final String interval;
    private final String source;

    Kind(String interval, String source) {
      this.interval = interval;
      this.source = source;
    }
  }

  private final String formula;
  private final Kind kind;

  JudgeMetric(String formula, Kind kind) {
    this.formula = formula;
    this.kind = kind;
  }

  /** The mean rating of an aspect. */
  public static JudgeMetric level(Aspect aspect) {
    return valueOf("JUDGED_" + aspect.name());
  }

  /** The mean change of its rating. */
  public static JudgeMetric change(Aspect aspect) {
    return valueOf("JUDGED_" + aspect.name() + "_CHANGE");
  }

  /** The mean probability that the question about it is answered. */
  public static JudgeMetric mass(Aspect aspect) {
    return valueOf("JUDGED_" + aspect.name() + "_MASS");
  }

  /** The name in {@code metrics.csv}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is, in words. */
  public String formula() {
    return formula;
  }

  /** Where its 95 % interval comes from, in words. */
  public String interval() {
    return kind.interval;
  }

  /** The publication that it comes from. */
  public String source() {
    return kind.source;
  }

  @Override
  public String toString() {
    return word();
  }
}
