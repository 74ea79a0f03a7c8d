package dev.steerage.metric;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model's log-likelihoods are divided by before baseline and steered are compared: n(i) =
 * LL(i) / z, with z computed apart for each condition.
 */
public enum Normalization {
  /**
   * z = −(max over negatives of LL + min over positives of LL) / 2: Table 4 of arXiv 2410.17245.
   */
  PAPER,
  /** z = −max over all of LL: the published code of arXiv 2410.17245. */
  REPOSITORY,
  /** z = 1: plain log-likelihoods. */
  NONE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word used by options and files. */
  public String word() {
    return word;
  }

  /** The inverse of {@link #word()}; empty for any other word. */
  public static Optional<Normalization> ofWord(String word) {
    return Arrays.stream(values()).filter(n -> n.word().equals(word)).findFirst();
  }

  /** z, in the unit of the log-likelihoods ({@link #NONE}: 1). */
  double z(Extremes extremes) {
    return switch (this) {
      case PAPER -> -(extremes.maxNegative() + extremes.minPositive()) / 2;
      case REPOSITORY -> -Math.max(extremes.maxPositive(), extremes.maxNegative());
      case NONE -> 1;
    };
  }

  @Override
  public String toString() {
    return word();
  }
}
