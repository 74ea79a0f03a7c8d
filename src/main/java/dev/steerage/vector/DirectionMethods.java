package dev.steerage.vector;

import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;

/**
 * Directions of pairs' differences d_i, [width]. They have length 1 and point to the positive pole:
 * their inner product with the mean difference is not negative.
 */
final class DirectionMethods {
  private DirectionMethods() {}

  /** The direction of the mean difference (CAA, arXiv 2312.06681); zeros where that is zero. */
  static double[] mean(PairDifferences differences) {
    return unit(differences.mean());
  }

  /**
   * The direction u with the greatest Σ (u · d_i)², from the Gram matrix's eigenvectors. It is the
   * first component of the pairs' two residuals around their middle, which repeng calls {@code
   * pca_center}.
   */
  static double[] uncentredComponent(PairDifferences differences) {
    return component(differences, differences.gram());
  }

  /**
   * The direction u with the greatest variance of u · d_i, the usual principal component, which
   * repeng calls {@code pca_diff}; zeros where all differences are equal. It is along what the
   * pairs differ in among themselves, which need not be the mean difference.
   */
  static double[] centredComponent(PairDifferences differences) {
    double[][] gram = differences.gram();
    double[] means = Arrays.stream(gram).mapToDouble(row -> average(row)).toArray();
    double mean = average(means);
    double size =
        Arrays.stream(gram).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    double left = 0;
    for (int i = 0; i < gram.length; i++) {
      for (int j = 0; j < gram.length; j++) {
        gram[i][j] += mean - means[i] - means[j];
        left = Math.max(left, Math.abs(gram[i][j]));
      }
    }
    // equal differences leave only what rounding to float made of them
    return left <= 1e-12 * size
        ? new double[differences.mean().length]
        : component(differences, gram);
  }

  /** The normal of the plane that {@link LogisticRegression} finds. */
  static double[] logistic(PairDifferences differences) {
    double[] weights = LogisticRegression.weights(differences.gram());
    return turned(unit(differences.combination(weights)), differences);
  }

  private static double[] component(PairDifferences differences, double[][] gram) {
    double[] first =
        new EigenDecomposition(MatrixUtils.createRealMatrix(gram)).getEigenvector(0).toArray();
    double[] direction = unit(differences.combination(first));
    return turned(direction, differences);
  }

  private static double[] turned(double[] direction, PairDifferences differences) {
    return product(direction, differences.mean()) < 0 ? scaled(direction, -1) : direction;
  }

  private static double average(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /** The vector with length 1; zeros stay zeros. */
  static double[] unit(double[] vector) {
    double norm = Math.sqrt(product(vector, vector));
    return norm == 0 ? vector : scaled(vector, 1 / norm);
  }

  static double[] scaled(double[] vector, double factor) {
    return Arrays.stream(vector).map(value -> value * factor).toArray();
  }

  static double product(double[] a, double[] b) {
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
    }
    return product;
  }
}
