package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuantilesTest {
  private static final double[] PROBABILITIES = {0, 0.025, 0.3, 0.5, 0.975, 1};

  static Stream<Arguments> golden() {
    return Golden.cases("quantile");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void areNumpys(String name, JsonNode golden) {
    double[] sorted = Golden.doubles(golden.get("values"));
    Arrays.sort(sorted);
    for (int i = 0; i < PROBABILITIES.length; i++) {
      Golden.assertSame(Quantiles.of(sorted, PROBABILITIES[i]), golden.get("quantiles").get(i));
    }
  }

  @Test
  void oneValueIsEveryQuantile() {
    assertThat(Quantiles.of(new double[] {3}, 0.3)).isEqualTo(3);
  }
}
