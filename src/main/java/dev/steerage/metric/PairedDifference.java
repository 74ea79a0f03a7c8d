package dev.steerage.metric;

import dev.steerage.statistics.Bootstrap;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Equivalence;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Resamples;
import dev.steerage.statistics.Sample;
import dev.steerage.statistics.WilcoxonSignedRank;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One number a pair on a model and on its reference, compared within the pairs. */
final class PairedDifference {
  private final double[] reference;
  private final double[] model;
  private final double[] differences;
  private final Clusters clusters;
  private final ClusteredMean mean;
  private final Resamples resamples;

  /**
   * @param reference [pair]
   * @param model [pair], of the same pairs
   */
  PairedDifference(double[] reference, double[] model, Clusters clusters) {
    this.reference = reference.clone();
    this.model = model.clone();
    this.clusters = clusters;
    this.differences = new double[model.length];
    Arrays.setAll(differences, i -> model[i] - reference[i]);
    this.mean = ClusteredMean.of(Sample.of(differences), clusters);
    this.resamples = Bootstrap.of(clusters).resample(this::meanAndRatio);
  }

  /** Mean of the differences and ratio of the means in a sample. */
  private double[] meanAndRatio(int[] times) {
    double sum = 0;
    double ofModel = 0;
    double ofReference = 0;
    long n = 0;
    for (int i = 0; i < times.length; i++) {
      sum += differences[i] * times[i];
      ofModel += model[i] * times[i];
      ofReference += reference[i] * times[i];
      n += times[i];
    }
    return new double[] {sum / n, (ofModel / n) / (ofReference / n)};
  }

  int size() {
    return differences.length;
  }

  /** Of the differences. */
  double mean() {
    return mean.mean();
  }

  /** Percentile bootstrap over pairs. */
  @Nullable Interval interval() {
    return resamples.percentile(0);
  }

  /** Two-sided p of the paired t test; 1 where no pair differs. */
  double pValue() {
    return isZero() ? 1 : mean.pValue();
  }

  /** p of the two one-sided tests; 0 where no pair differs. */
  double equivalence(double margin) {
    return isZero() ? 0 : Equivalence.of(mean, margin).pValue();
  }

  /** Whether every pair is exactly equal. */
  boolean isZero() {
    return Arrays.stream(differences).allMatch(d -> d == 0);
  }

  /** Mean of the model / mean of the reference. */
  double ratio() {
    return resamples.estimate(1);
  }

  /** BCa bootstrap over pairs, numerator and denominator of a sample together. */
  @Nullable Interval ratioInterval() {
    double[] ofModel = clusters.sums(i -> model[i]);
    double[] ofReference = clusters.sums(i -> reference[i]);
    double sumOfModel = Arrays.stream(ofModel).sum();
    double sumOfReference = Arrays.stream(ofReference).sum();
    double[] leftOut = new double[clusters.count()];
    Arrays.setAll(leftOut, c -> (sumOfModel - ofModel[c]) / (sumOfReference - ofReference[c]));
    return resamples.bca(1, leftOut);
  }

  WilcoxonSignedRank wilcoxon() {
    return WilcoxonSignedRank.of(differences);
  }

  /** The mean of the reference. */
  ClusteredMean ofReference() {
    return ClusteredMean.of(Sample.of(reference), clusters);
  }

  /** The mean of the model. */
  ClusteredMean ofModel() {
    return ClusteredMean.of(Sample.of(model), clusters);
  }
}
