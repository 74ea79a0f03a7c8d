package dev.steerage.vector;

import java.util.Locale;

/** How a steering vector is made of pairs' differences at a layer. */
public enum DirectionMethod {
  /** The mean of the positives minus the mean of the negatives (CAA, arXiv 2312.06681). */
  MEAN_DIFFERENCE,
  /**
   * The first principal component of the differences without centring: repeng's {@code pca_center}
   * and, up to the random order of its pairs, Zou et al.'s (arXiv 2310.01405).
   */
  PCA,
  /** The first principal component of the centred differences: repeng's {@code pca_diff}. */
  PCA_CENTRED,
  /** The normal of a ridge-regularised logistic regression on the differences. */
  LOGISTIC;

  /** How long a vector is. */
  public enum Length {
    /**
     * The mean difference's projection on its direction, so that coefficient 1 is, for every
     * method, the step from the negatives' mean to the positives' along that direction.
     */
    PROJECTION,
    /** 1, as repeng's are. */
    UNIT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The word for it in options and files, such as {@code mean-difference}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the method needs of the pairs. */
  public PairDifferences.Keep keep() {
    return this == MEAN_DIFFERENCE ? PairDifferences.Keep.SUM : PairDifferences.Keep.EACH;
  }

  /**
   * The vector, [width], with the positive pole on its positive side; zeros where the pairs give
   * none.
   *
   * @param differences of at least one pair, of which {@link #keep()} is kept
   */
  public double[] vector(PairDifferences differences, Length length) {
    if (this == MEAN_DIFFERENCE && length == Length.PROJECTION) {
      return differences.mean(); // as it is: scaling would only round
    }
    double[] direction =
        switch (this) {
          case MEAN_DIFFERENCE -> DirectionMethods.mean(differences);
          case PCA -> DirectionMethods.uncentredComponent(differences);
          case PCA_CENTRED -> DirectionMethods.centredComponent(differences);
          case LOGISTIC -> DirectionMethods.logistic(differences);
        };
    return length == Length.UNIT
        ? direction
        : DirectionMethods.scaled(
            direction, DirectionMethods.product(direction, differences.mean()));
  }

  @Override
  public String toString() {
    return word();
  }
}
