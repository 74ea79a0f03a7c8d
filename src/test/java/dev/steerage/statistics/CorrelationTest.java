package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Correlations and slopes. */
class CorrelationTest {
  private static final double[] LINE = {1, 2, 4, 8, 16};

  static Stream<Arguments> correlation() {
    return Golden.cases("correlation");
  }

  static Stream<Arguments> slope() {
    return Golden.cases("slope");
  }

  @ParameterizedTest
  @MethodSource("correlation")
  void areScipys(String name, JsonNode golden) {
    double[] x = Golden.doubles(golden.get("x"));
    double[] y = Golden.doubles(golden.get("y"));
    Correlation pearson = Objects.requireNonNull(Correlation.pearson(x, y));
    Golden.assertSame(pearson.value(), golden.get("pearson").get(0));
    Golden.assertSame(pearson.pValue(), golden.get("pearson").get(1));
    if (golden.get("fisher").isNull()) {
      assertThat(pearson.interval()).isNull();
    } else {
      Golden.assertSame(Objects.requireNonNull(pearson.interval()), golden.get("fisher"));
    }
    Correlation spearman = Objects.requireNonNull(Correlation.spearman(x, y));
    Golden.assertSame(spearman.value(), golden.get("spearman").get(0));
    Golden.assertSame(spearman.pValue(), golden.get("spearman").get(1));
    assertThat(spearman.interval()).isNull();
    assertThat(spearman.n()).isEqualTo(x.length);
    Golden.assertSame(Slope.of(x, y), golden.get("slope"));
  }

  @ParameterizedTest
  @MethodSource("slope")
  void slopesOfEachUnitAreNumpys(String name, JsonNode golden) {
    double[] slopes = Slope.ofEach(Golden.doubles(golden.get("x")), Golden.matrix(golden.get("y")));
    assertThat(slopes).hasSize(golden.get("slopes").size());
    for (int unit = 0; unit < slopes.length; unit++) {
      double expected = golden.get("slopes").get(unit).doubleValue();
      assertThat(slopes[unit])
          .isCloseTo(expected, within(1e-10 * Math.max(1e-4, Math.abs(expected))));
    }
  }

  @Test
  void aConstantSideOrOneUnitHasNone() {
    assertThat(Correlation.pearson(LINE, new double[] {3, 3, 3, 3, 3})).isNull();
    assertThat(Correlation.spearman(new double[] {0.1, 0.1, 0.1, 0.1, 0.1}, LINE)).isNull();
    assertThat(Correlation.pearson(new double[] {1}, new double[] {2})).isNull();
  }

  @Test
  void perfectCorrelationIsOneOrMinusOne() {
    double[] falling = {5, 4.5, 4, -1, -100};
    Correlation spearman = Objects.requireNonNull(Correlation.spearman(LINE, falling));
    assertThat(spearman.value()).isCloseTo(-1, within(1e-14));
    assertThat(spearman.pValue()).isLessThan(1e-15);
    Correlation pearson = Objects.requireNonNull(Correlation.pearson(LINE, LINE));
    assertThat(pearson.value()).isCloseTo(1, within(1e-14)).isLessThanOrEqualTo(1);
    assertThat(pearson.pValue()).isLessThan(1e-15);
    assertThat(Objects.requireNonNull(pearson.interval()).low()).isGreaterThan(0.99);
    Correlation two =
        Objects.requireNonNull(Correlation.pearson(new double[] {1, 2}, new double[] {5, 3}));
    assertThat(two.value()).isCloseTo(-1, within(1e-14));
    assertThat(two.pValue()).isEqualTo(1);
  }

  @Test
  void slopesHaveTheirLimits() {
    assertThat(Slope.of(new double[] {0.1, 0.1}, new double[] {1, 2})).isNaN();
    assertThat(Slope.ofEach(LINE, new double[5][0])).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slope.of(LINE, new double[2]))
        .withMessage("5 x, but 2 y");
  }
}
