package dev.steerage.metric;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader of the metrics must know before believing them, in sentences. */
public final class MetricWarnings {
  /** With fewer independent pairs, intervals say little and a quartile is one or two texts. */
  private static final int FEW_PAIRS = 10;

  /** A z below this share of the largest |LL| is nearly 0. */
  private static final double TINY = 1e-6;

  private final List<String> sentences = new ArrayList<>();

  private MetricWarnings() {}

  /**
   * Warnings on the same scores that {@link Metrics#of} takes: few pairs or prompts, prompts that
   * several pairs share, log-likelihoods above 0, a z that is nearly 0, below 0 or of another sign
   * than the baseline's.
   *
   * @throws dev.steerage.InputException as {@link Metrics#of} does
   */
  public static List<String> of(List<ScoreRow> rows, Aggregation aggregation) {
    MetricWarnings warnings = new MetricWarnings();
    for (ScoreGroup group : ScoreGroup.of(rows, aggregation)) {
      warnings.addFewPairs(group.baseline());
      warnings.addClusters(group.baseline());
      warnings.addCondition(group.baseline());
      for (PairScores steered : group.steered()) {
        if (!steered.condition().isRandomDirection()) { // these have no quartile metric
          warnings.addCondition(steered);
          warnings.addSigns(group.baseline(), steered);
        }
      }
    }
    return List.copyOf(warnings.sentences);
  }

  private void addFewPairs(PairScores baseline) {
    if (baseline.size() < FEW_PAIRS) {
      add(
          "%s: fewer than 10 pairs (%d), so intervals say little.",
          name(baseline), baseline.size());
    }
  }

  private void addClusters(PairScores baseline) {
    Clusters clusters = baseline.clusters();
    if (clusters.areSingle()) {
      return;
    }
    add(
        "%s: %d pairs share %d %s; intervals of means, of the quartile metric and of comparisons are over"
            + " prompts, all others over pairs.",
        name(baseline),
        baseline.size(),
        clusters.count(),
        clusters.count() == 1 ? "prompt" : "prompts");
    if (clusters.count() < FEW_PAIRS && baseline.size() >= FEW_PAIRS) {
      add(
          "%s: fewer than 10 prompts (%d), so intervals say little.",
          name(baseline), clusters.count());
    }
  }

  private void addCondition(PairScores scores) {
    double largest =
        Math.max(Sample.of(scores.positive()).largest(), Sample.of(scores.negative()).largest());
    for (Normalization normalization : Normalization.values()) {
      double z = scores.z(normalization);
      if (normalization != Normalization.NONE && Math.abs(z) <= TINY * largest) {
        add(
            "%s: z of normalization %s is %.3g, nearly 0, so its quartile metric means nothing;"
                + " read the plain changes.",
            name(scores), normalization, z);
      } else if (z < 0) {
        add(
            "%s: z of normalization %s is %.4f, of the wrong sign, so its quartile metric means"
                + " nothing; read the plain changes.",
            name(scores), normalization, z);
      }
    }
    // 'repository' is minus the largest of all
    if (scores.z(Normalization.REPOSITORY) < 0) {
      add("%s: some log-likelihoods are above 0, a probability above 1.", name(scores));
    }
  }

  private void addSigns(PairScores baseline, PairScores steered) {
    for (Normalization normalization : Normalization.values()) {
      double before = baseline.z(normalization);
      double after = steered.z(normalization);
      if (before * after < 0) {
        add(
            "%s: z of normalization %s is %.4f and the baseline's %.4f, of the other sign, so its"
                + " quartile metric means nothing; read the plain changes.",
            name(steered), normalization, after, before);
      }
    }
  }

  private static String name(PairScores scores) {
    return PairScoresReader.name(scores.condition());
  }

  private void add(String sentence, Object... values) {
    sentences.add(String.format(Locale.ROOT, sentence, values));
  }
}
