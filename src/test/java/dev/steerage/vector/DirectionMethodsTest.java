package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.vector.DirectionMethod.Length;
import dev.steerage.vector.PairDifferences.Keep;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Directions of planted differences, of which the answers are known. */
class DirectionMethodsTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  private static PairDifferences of(double[][] differences) {
    PairDifferences all = new PairDifferences(differences[0].length, Keep.EACH);
    for (double[] difference : differences) {
      double[] negative = new double[difference.length];
      Arrays.fill(negative, 0.5);
      double[] positive = new double[difference.length];
      Arrays.setAll(positive, i -> difference[i] + negative[i]);
      all.add(positive, negative);
    }
    return all;
  }

  private static PairDifferences random(long seed, int pairs, int width) {
    Random random = new Random(seed);
    double[][] differences = new double[pairs][width];
    for (double[] row : differences) {
      Arrays.setAll(row, i -> random.nextGaussian() + (i == 0 ? 0.7 : 0));
    }
    return of(differences);
  }

  private static double[] vector(DirectionMethod method, double[][] differences) {
    return method.vector(of(differences), Length.UNIT);
  }

  @Test
  void theMeanDifferenceIsTheMeanAsItIs() {
    double[][] differences = {{1, 2, 0}, {3, -2, 0}};
    assertThat(DirectionMethod.MEAN_DIFFERENCE.vector(of(differences), Length.PROJECTION))
        .containsExactly(2, 0, 0);
    assertThat(vector(DirectionMethod.MEAN_DIFFERENCE, differences)).containsExactly(1, 0, 0);
  }

  @Test
  void componentsWithAndWithoutCentringAreThePlantedOnes() {
    // a large mean along the first axis, a large spread along the second, a small one along the
    // third
    double[][] differences = {{10, 3, 1}, {10, -3, 1}, {10, 3, -1}, {10, -3, -1}};
    assertThat(vector(DirectionMethod.PCA, differences))
        .containsExactly(new double[] {1, 0, 0}, CLOSE);
    assertThat(
            Arrays.stream(vector(DirectionMethod.PCA_CENTRED, differences))
                .map(Math::abs)
                .toArray())
        .containsExactly(new double[] {0, 1, 0}, CLOSE);
  }

  @Test
  void aComponentInThePlaneIsThatOfItsCovarianceMatrix() {
    // second moments [[a, b], [b, c]]: the angle of the first component is atan2(2 b, a − c) / 2
    double[][] differences = {{3, 1}, {2, 2}, {4, -1}, {1, 0.5}};
    double a = 0;
    double b = 0;
    double c = 0;
    for (double[] row : differences) {
      a += row[0] * row[0];
      b += row[0] * row[1];
      c += row[1] * row[1];
    }
    double angle = Math.atan2(2 * b, a - c) / 2;
    assertThat(vector(DirectionMethod.PCA, differences))
        .containsExactly(new double[] {Math.cos(angle), Math.sin(angle)}, CLOSE);
  }

  @Test
  void equalDifferencesHaveNoCentredComponent() {
    double[][] differences = {{0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}};
    assertThat(vector(DirectionMethod.PCA_CENTRED, differences)).containsExactly(0, 0, 0);
    assertThat(vector(DirectionMethod.LOGISTIC, differences))
        .containsExactly(DirectionMethods.unit(new double[] {1, 2, 3}), CLOSE);
  }

  @Test
  void theRegressionsGradientIsZero() {
    // there w = Σ σ(−w · x_i) x_i, so that a difference's weight is how wrong it is
    PairDifferences differences = random(5, 12, 20);
    double[][] gram = differences.gram();
    double[] weights = LogisticRegression.weights(gram);
    double meanSquare = 0;
    for (int i = 0; i < 12; i++) {
      meanSquare += gram[i][i] / 12;
    }
    for (int i = 0; i < 12; i++) {
      double margin = DirectionMethods.product(gram[i], weights) / meanSquare;
      assertThat(weights[i]).isCloseTo(1 / (1 + Math.exp(margin)), within(1e-9));
    }
  }

  @Test
  void moreRegressionPairsThanDimensionsAreNoHindrance() {
    PairDifferences differences = random(6, 40, 3);
    double[] found = DirectionMethod.LOGISTIC.vector(differences, Length.UNIT);
    assertThat(DirectionMethods.product(found, found)).isCloseTo(1, CLOSE);
    assertThat(found[0]).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @EnumSource
  void swappedPolesTurnTheVectorAround(DirectionMethod method) {
    double[][] differences = {{4, 1, 0}, {5, -1, 1}, {3, 0.5, -1}, {6, 2, 0.5}};
    double[][] swapped =
        Arrays.stream(differences)
            .map(d -> DirectionMethods.scaled(d, -1))
            .toArray(double[][]::new);
    double[] vector = method.vector(of(differences), Length.PROJECTION);
    double[] mean = of(differences).mean();
    assertThat(DirectionMethods.product(vector, mean)).isPositive();
    assertThat(DirectionMethods.scaled(method.vector(of(swapped), Length.PROJECTION), -1))
        .containsExactly(vector, CLOSE);
  }

  @ParameterizedTest
  @EnumSource
  void aVectorIsAsLongAsTheMeanDifferenceAlongItOrOne(DirectionMethod method) {
    PairDifferences differences = random(7, 9, 6);
    double[] unit = method.vector(differences, Length.UNIT);
    assertThat(DirectionMethods.product(unit, unit)).isCloseTo(1, CLOSE);
    double projection = DirectionMethods.product(unit, differences.mean());
    assertThat(method.vector(differences, Length.PROJECTION))
        .containsExactly(DirectionMethods.scaled(unit, projection), CLOSE);
  }

  @Test
  void aSumKeepsNothingOfSinglePairs() {
    PairDifferences sum = new PairDifferences(3, DirectionMethod.MEAN_DIFFERENCE.keep());
    for (int i = 0; i < 1000; i++) {
      sum.add(new double[] {i, 1, 2}, new double[3]);
    }
    assertThat(sum.kept()).isZero();
    assertThat(sum.pairs()).isEqualTo(1000);
    assertThat(sum.mean()).containsExactly(499.5, 1, 2);
    assertThatIllegalStateException().isThrownBy(sum::gram);
    PairDifferences each = random(1, 4, 3);
    assertThat(each.kept()).isEqualTo(4 * 3);
  }

  @Test
  void roundingIsNoDifference() {
    PairDifferences differences = new PairDifferences(2, Keep.SUM);
    differences.add(new double[] {100, 5e-3}, new double[] {100, 0});
    assertThat(differences.areRounding()).isTrue();
    differences.add(new double[] {101, 0}, new double[] {100, 0});
    assertThat(differences.areRounding()).isFalse();
  }

  @Test
  void separationIsThatOfSignalDetection() {
    Separation separation = new Separation(new double[] {2, 0});
    assertThat(separation.dPrime()).isNaN();
    separation.add(new double[] {1, 9}, new double[] {0, 3});
    separation.add(new double[] {3, -9}, new double[] {4, 3});
    separation.add(new double[] {5, 9}, new double[] {2, 3});
    // projections 2 6 10 and 0 8 4: means 6 and 4, both variances 16
    assertThat(separation.dPrime()).isCloseTo(0.5, CLOSE);
    assertThat(separation.right()).isEqualTo(2);
    assertThat(separation.pairs()).isEqualTo(3);
  }
}
