package dev.steerage.vector;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Which of a pair's two residuals is the positive one, by ridge-regularised logistic regression on
 * their difference: the w with the least ½‖w‖² + Σ log(1 + exp(−w · x_i)). The x_i are the
 * differences over their root mean square, so that the penalty (scikit-learn's C = 1) weighs the
 * same at every layer. There is no intercept: swapping a pair's texts swaps the answer.
 *
 * <p>Newton's method in the span of the differences, where w = Σ weights[i] · d_i; all of it
 * follows from their inner products.
 */
final class LogisticRegression {
  private static final int MOST_STEPS = 100;
  private static final double SMALLEST_EIGENVALUE = 1e-12; // of the greatest: below is rounding
  private static final double TOLERANCE = 1e-10;

  private final RealMatrix points; // [pairs, rank]: the x_i in an orthonormal basis of their span

  private LogisticRegression(RealMatrix points) {
    this.points = points;
  }

  /**
   * The differences' weights in w, [pairs], up to a common factor above 0; zeros where all
   * differences are zero.
   *
   * @param gram inner products of the differences, [pairs, pairs]
   */
  static double[] weights(double[][] gram) {
    int pairs = gram.length;
    RealMatrix products = MatrixUtils.createRealMatrix(gram);
    double meanSquare = products.getTrace() / pairs;
    if (meanSquare == 0) {
      return new double[pairs];
    }
    EigenDecomposition eigen = new EigenDecomposition(products.scalarMultiply(1 / meanSquare));
    double[] values = eigen.getRealEigenvalues();
    int rank = (int) Arrays.stream(values).filter(v -> v > SMALLEST_EIGENVALUE * values[0]).count();
    RealMatrix basis = eigen.getV().getSubMatrix(0, pairs - 1, 0, rank - 1);
    double[] roots = Arrays.stream(values).limit(rank).map(Math::sqrt).toArray();
    RealMatrix points = basis.multiply(MatrixUtils.createRealDiagonalMatrix(roots));
    RealVector w = new LogisticRegression(points).solve();
    return basis.operate(w.ebeDivide(new ArrayRealVector(roots))).toArray();
  }

  private RealVector solve() {
    RealVector w = new ArrayRealVector(points.getColumnDimension());
    for (int step = 0; step < MOST_STEPS; step++) {
      RealVector wrong = points.operate(w).map(margin -> 1 / (1 + Math.exp(margin)));
      RealVector gradient = w.subtract(points.preMultiply(wrong));
      if (gradient.getNorm() < TOLERANCE) {
        return w;
      }
      RealVector newton = new CholeskyDecomposition(hessian(wrong)).getSolver().solve(gradient);
      w = descended(w, newton, gradient.dotProduct(newton));
    }
    return w;
  }

  /** Identity + Σ p_i (1 − p_i) x_i x_iᵀ. */
  private RealMatrix hessian(RealVector wrong) {
    RealMatrix weighted =
        new Array2DRowRealMatrix(points.getRowDimension(), points.getColumnDimension());
    for (int i = 0; i < points.getRowDimension(); i++) {
      double p = wrong.getEntry(i);
      weighted.setRowVector(i, points.getRowVector(i).mapMultiply(Math.sqrt(p * (1 - p))));
    }
    RealMatrix squares = weighted.transpose().multiply(weighted);
    return squares.add(MatrixUtils.createRealIdentityMatrix(points.getColumnDimension()));
  }

  /** Newton's step, halved until the loss falls as it should (Armijo's rule). */
  private RealVector descended(RealVector w, RealVector newton, double slope) {
    double before = loss(w);
    double length = 1;
    RealVector next = w.subtract(newton);
    while (loss(next) > before - 1e-4 * length * slope && length > 1e-6) {
      length /= 2;
      next = w.subtract(newton.mapMultiply(length));
    }
    return next;
  }

  private double loss(RealVector w) {
    double loss = w.dotProduct(w) / 2;
    for (double margin : points.operate(w).toArray()) {
      loss += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    return loss;
  }
}
