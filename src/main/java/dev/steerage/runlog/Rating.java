package dev.steerage.runlog;

/**
 * A judge's rating of one aspect of a text, as the distribution that it has over the ratings.
 *
 * @param zero probability of the rating 0 among the three
 * @param one probability of 1
 * @param two probability of 2
 * @param mass probability of the three rating tokens together among the whole vocabulary: how far
 *     the judge answers with a rating at all
 */
public record Rating(double zero, double one, double two, double mass) {
  /** The greatest rating. */
  public static final int MOST = 2;

  /** Σ r · p(r), from 0 to {@value #MOST}. */
  public double expected() {
    return one + MOST * two;
  }
}
