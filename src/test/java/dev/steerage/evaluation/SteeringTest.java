package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.InputException;
import dev.steerage.vector.Directions;
import dev.steerage.vector.SteeringVector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SteeringTest {
  private static final SteeringVector VECTOR =
      new SteeringVector(
          new SteeringVector.Source(Path.of("v.pt"), "", "PyTorch", "none", Map.of()),
          Directions.ofAnyLayer(new float[] {3, 0, -4}));

  private static Steering of(Scale scale, double coefficient) {
    return of(scale, coefficient, null, 0);
  }

  private static Steering of(
      Scale scale, double coefficient, @Nullable RandomDirections random, int number) {
    return new Steering(
        VECTOR, 2, coefficient, new VectorUse(Positions.ALL, scale, random), number);
  }

  @Test
  void aCoefficientCountsTheVectorAUnitVectorOrTheResidualStreamsNorm() {
    assertThat(of(Scale.RAW, -2).direction(Double.NaN)).containsExactly(-6, -0f, 8);
    assertThat(of(Scale.UNIT, 10).direction(Double.NaN)).containsExactly(6, 0, -8);
    assertThat(of(Scale.RESIDUAL, 0.5).direction(40)).containsExactly(12, 0, -16);
  }

  @Test
  void aRandomDirectionHasTheNormOfWhatItStandsFor() {
    RandomDirections random = new RandomDirections(9, 3);
    for (int k = 1; k <= 9; k++) {
      assertThat(Steering.norm(of(Scale.RAW, -2, random, k).direction(Double.NaN)))
          .isCloseTo(10, within(1e-5));
      assertThat(Steering.norm(of(Scale.UNIT, 7, random, k).direction(Double.NaN)))
          .isCloseTo(7, within(1e-5));
      assertThat(Steering.norm(of(Scale.RESIDUAL, 0.1, random, k).direction(50)))
          .isCloseTo(5, within(1e-5));
    }
    assertThat(of(Scale.RAW, -2, random, 0).direction(1)).containsExactly(-6, -0f, 8);
  }

  @Test
  void aRandomDirectionIsMadeOfSeedLayerAndNumberAlone() {
    RandomDirections random = new RandomDirections(5, 3);
    double[] one = random.unit(2, 1, 8);
    assertThat(new RandomDirections(900, 3).unit(2, 1, 8)).isEqualTo(one);
    assertThat(List.of(random.unit(2, 2, 8), random.unit(3, 1, 8), random.unit(1, 1, 8)))
        .doesNotContain(one);
    assertThat(new RandomDirections(5, 4).unit(2, 1, 8)).isNotEqualTo(one);
  }

  /** The cosine of two directions in n dimensions has mean 0 and variance 1 / n. */
  @Test
  void randomDirectionsAreUniformOnTheSphere() {
    int width = 50;
    RandomDirections random = new RandomDirections(300, 11);
    List<double[]> all = new ArrayList<>();
    for (int k = 1; k <= 300; k++) {
      all.add(random.unit(4, k, width));
    }
    double sum = 0;
    double squares = 0;
    int pairs = 0;
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        double cosine = 0;
        for (int d = 0; d < width; d++) {
          cosine += all.get(i)[d] * all.get(j)[d];
        }
        sum += cosine;
        squares += cosine * cosine;
        pairs++;
      }
    }
    assertThat(sum / pairs).isCloseTo(0, within(0.002));
    assertThat(squares / pairs).isCloseTo(1.0 / width, within(0.001));
  }

  @Test
  void fewerThanOneOrMoreThanAThousandAreRefused() {
    for (int count : new int[] {0, -1, 1001}) {
      assertThatThrownBy(() -> new RandomDirections(count, 0))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("random-directions " + count + " is out of range; give 1 to 1000");
    }
  }
}
