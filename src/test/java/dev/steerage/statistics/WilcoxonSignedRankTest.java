package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WilcoxonSignedRankTest {
  static Stream<Arguments> golden() {
    return Golden.cases("wilcoxon");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isScipys(String name, JsonNode golden) {
    WilcoxonSignedRank test = WilcoxonSignedRank.of(Golden.doubles(golden.get("values")));
    assertThat(test.n()).isEqualTo(golden.get("n").intValue());
    Golden.assertSame(test.pValue(), golden.get("p"));
    double all = test.n() * (test.n() + 1) / 2.0;
    Golden.assertSame(
        Math.min(test.positiveRanks(), all - test.positiveRanks()), golden.get("least"));
  }

  @Test
  void zerosAloneSayNothing() {
    assertThat(WilcoxonSignedRank.of(new double[] {0, -0.0, 0}))
        .isEqualTo(new WilcoxonSignedRank(0, 0, 1));
  }

  @Test
  void allAboveZeroIsTwoOfAllSigns() {
    double[] ascending = {1, 2, 3, 4, 5, 6, 7};
    WilcoxonSignedRank test = WilcoxonSignedRank.of(ascending);
    assertThat(test.positiveRanks()).isEqualTo(28);
    assertThat(test.pValue()).isCloseTo(2 / 128.0, within(1e-15));
  }
}
