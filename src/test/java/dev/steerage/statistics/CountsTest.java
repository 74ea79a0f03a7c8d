package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CountsTest {
  static Stream<Arguments> binomial() {
    return Golden.cases("binomial");
  }

  static Stream<Arguments> mcnemar() {
    return Golden.cases("mcnemar");
  }

  static Stream<Arguments> signs() {
    return Golden.cases("signs");
  }

  @ParameterizedTest
  @MethodSource("binomial")
  void sharesHaveScipysTestAndWilsonsInterval(String name, JsonNode golden) {
    int successes = golden.get("successes").intValue();
    int n = golden.get("n").intValue();
    Golden.assertSame(
        ExactTests.binomial(successes, n, golden.get("probability").doubleValue()),
        golden.get("p"));
    Golden.assertSame(Interval.ofShare(successes, n), golden.get("wilson"));
  }

  @ParameterizedTest
  @MethodSource("mcnemar")
  void flipsHaveStatsmodelsExactTest(String name, JsonNode golden) {
    int there = golden.get("there").intValue();
    int back = golden.get("back").intValue();
    Golden.assertSame(ExactTests.mcNemar(there, back), golden.get("p"));
    Golden.assertSame(ExactTests.mcNemar(back, there), golden.get("p"));
  }

  @ParameterizedTest
  @MethodSource("signs")
  void signsAreCountedAndTested(String name, JsonNode golden) {
    SignCounts counts = SignCounts.of(Golden.doubles(golden.get("values")));
    JsonNode expected = golden.get("counts");
    assertThat(counts)
        .isEqualTo(
            new SignCounts(
                expected.get(0).intValue(),
                expected.get(1).intValue(),
                expected.get(2).intValue()));
    assertThat(counts.size()).isEqualTo(golden.get("values").size());
    Golden.assertSame(counts.pValue(), golden.get("p"));
  }

  @Test
  void withoutTrialsNothingSpeaksAgainst() {
    assertThat(ExactTests.mcNemar(0, 0)).isEqualTo(1);
    assertThat(SignCounts.of(new double[] {0, -0.0}).pValue()).isEqualTo(1);
  }

  @Test
  void allOneWayIsTwoHalvesToTheirNumber() {
    for (int n = 1; n <= 40; n++) {
      assertThat(ExactTests.mcNemar(n, 0)).isCloseTo(Math.pow(0.5, n - 1), within(1e-15));
    }
  }

  /**
   * The distribution is symmetric: p is twice the smaller tail, of counts from Pascal's triangle.
   */
  @Test
  void mcNemarIsTwiceTheSmallerTailForAllSmallCounts() {
    long[] row = {1};
    for (int n = 0; n <= 40; n++) {
      for (int there = 0; there <= n; there++) {
        long tail = 0;
        for (int k = 0; k <= Math.min(there, n - there); k++) {
          tail += row[k];
        }
        double p = Math.min(1, 2 * tail / Math.pow(2, n));
        assertThat(ExactTests.mcNemar(there, n - there)).isCloseTo(p, within(1e-12));
      }
      long[] next = new long[n + 2];
      for (int k = 0; k <= n + 1; k++) {
        next[k] = (k == 0 ? 0 : row[k - 1]) + (k > n ? 0 : row[k]);
      }
      row = next;
    }
  }
}
