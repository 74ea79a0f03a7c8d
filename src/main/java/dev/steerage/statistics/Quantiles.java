package dev.steerage.statistics;

/**
 * Quantiles linear between order statistics: type 7 of Hyndman and Fan (1996, doi 10.2307/2684934),
 * numpy's default.
 *
 * <p>Commons Statistics' {@code Quantile} with {@code HF7} interpolates by another formula that
 * differs in the last bit.
 */
public final class Quantiles {
  private Quantiles() {}

  /**
   * One quantile.
   *
   * @param sorted at least one value, ascending
   * @param probability from 0 to 1
   */
  public static double of(double[] sorted, double probability) {
    double place = probability * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
