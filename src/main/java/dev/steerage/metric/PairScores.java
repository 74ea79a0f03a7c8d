package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Strength;
import dev.steerage.statistics.Clusters;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log-likelihoods of both continuations of every pair under one condition. */
final class PairScores {
  private final Condition condition;
  private final List<String> pairs;
  private final List<String> prompts;
  private final double[] positive;
  private final double[] negative;
  private final @Nullable Strength strength;
  private @Nullable Clusters clusters;

  PairScores(
      Condition condition,
      @Nullable Strength strength,
      List<String> pairs,
      List<String> prompts,
      double[] positive,
      double[] negative) {
    this.strength = strength;
    this.condition = condition;
    this.pairs = List.copyOf(pairs);
    this.prompts = List.copyOf(prompts);
    this.positive = positive.clone();
    this.negative = negative.clone();
  }

  Condition condition() {
    return condition;
  }

  /** How large what is added to the residual stream is; null where that is not known. */
  @Nullable Strength strength() {
    return strength;
  }

  /** Ids of the pairs, in the order of the arrays. */
  List<String> pairs() {
    return pairs;
  }

  /** Ids of the pairs' prompts, [pair]: equal where pairs share one. */
  List<String> prompts() {
    return prompts;
  }

  /** Pairs that share a prompt are a cluster. */
  Clusters clusters() {
    Clusters known = clusters; // of whichever thread was first
    if (known == null) {
      known = Clusters.of(prompts);
      clusters = known;
    }
    return known;
  }

  int size() {
    return pairs.size();
  }

  /** LL of the positive continuations, [pair]; not to be written to. */
  double[] positive() {
    return positive;
  }

  /** LL of the negative continuations, [pair]; not to be written to. */
  double[] negative() {
    return negative;
  }

  /** LL(positive) − LL(negative), [pair] (Tan et al. 2024, arXiv 2407.12404). */
  double[] propensities() {
    double[] propensities = new double[size()];
    Arrays.setAll(propensities, i -> positive[i] - negative[i]);
    return propensities;
  }

  /** z of a normalization under this condition. */
  double z(Normalization normalization) {
    int[] once = new int[size()];
    Arrays.fill(once, 1);
    return normalization.z(Extremes.of(positive, negative, once));
  }
}
