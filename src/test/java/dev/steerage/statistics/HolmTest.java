package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HolmTest {
  static Stream<Arguments> golden() {
    return Golden.cases("holm");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isStatsmodels(String name, JsonNode golden) {
    double[] adjusted = Holm.adjust(Golden.doubles(golden.get("p")));
    assertThat(adjusted).hasSize(golden.get("adjusted").size());
    for (int i = 0; i < adjusted.length; i++) {
      Golden.assertSame(adjusted[i], golden.get("adjusted").get(i));
    }
  }

  @Test
  void whatIsNotATestDoesNotCount() {
    double nan = Double.NaN;
    assertThat(Holm.adjust(new double[] {nan, 0.25, 0.125, nan}))
        .containsExactly(nan, 0.25, 0.25, nan);
    assertThat(Holm.adjust(new double[0])).isEmpty();
    assertThat(Holm.adjust(new double[] {nan})).containsExactly(nan);
  }
}
