package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusteredMeanTest {
  static Stream<Arguments> student() {
    return Golden.cases("student");
  }

  static Stream<Arguments> clustered() {
    return Golden.cases("clustered");
  }

  private static void assertMean(ClusteredMean mean, JsonNode golden) {
    Golden.assertSame(mean.mean(), golden.get("mean"));
    Golden.assertSame(mean.standardError(), golden.get("standard_error"));
    Golden.assertSame(mean.pValue(), golden.get("p"));
    Golden.assertSame(Objects.requireNonNull(mean.interval()), golden.get("interval"));
    golden
        .get("tost")
        .properties()
        .forEach(
            margin -> {
              Equivalence test = Equivalence.of(mean, Double.parseDouble(margin.getKey()));
              Golden.assertSame(test.pValue(), margin.getValue().get(0));
              Golden.assertSame(test.lowerP(), margin.getValue().get(1));
              Golden.assertSame(test.upperP(), margin.getValue().get(2));
            });
  }

  @ParameterizedTest
  @MethodSource("student")
  void withoutClustersIsScipysTTestAndStatsmodelsTost(String name, JsonNode golden) {
    Sample sample = Sample.of(Golden.doubles(golden.get("values")));
    assertMean(ClusteredMean.of(sample, Clusters.single(sample.size())), golden);
    Golden.assertSame(sample.standardDeviation(), golden.get("deviation"));
    Golden.assertSame(Objects.requireNonNull(Interval.ofMean(sample)), golden.get("interval"));
  }

  @ParameterizedTest
  @MethodSource("clustered")
  void withClustersIsStatsmodelsRegressionOnAConstant(String name, JsonNode golden) {
    double[] values = Golden.doubles(golden.get("values"));
    double[] weights = Golden.doubles(golden.get("weights"));
    Clusters clusters =
        Clusters.of(golden.get("clusters").valueStream().map(JsonNode::intValue).toList());
    assertMean(ClusteredMean.ofRatio(values, weights, clusters), golden);
    if (!name.endsWith("ratio")) {
      assertMean(ClusteredMean.of(Sample.of(values), clusters), golden);
    }
  }

  @Test
  void pairsThatRepeatOthersAddNothing() {
    double[] once = {0.3, -0.1, 0.7, 0.2};
    double[] thrice = {0.3, 0.3, 0.3, -0.1, -0.1, -0.1, 0.7, 0.7, 0.7, 0.2, 0.2, 0.2};
    ClusteredMean mean = ClusteredMean.of(Sample.of(once), Clusters.single(4));
    ClusteredMean repeated =
        ClusteredMean.of(
            Sample.of(thrice), Clusters.of(List.of(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3)));
    assertThat(repeated.standardError()).isCloseTo(mean.standardError(), within(1e-15));
    assertThat(repeated.pValue()).isCloseTo(mean.pValue(), within(1e-14));
    assertThat(repeated.clusters()).isEqualTo(4);
  }

  @Test
  void twoValuesHaveTheirIntervalInClosedForm() {
    Interval interval = Objects.requireNonNull(Interval.ofMean(Sample.of(new double[] {1, 3})));
    double half = Math.tan(0.475 * Math.PI); // t of one degree of freedom is Cauchy
    assertThat(interval.low()).isCloseTo(2 - half, within(1e-12));
    assertThat(interval.high()).isCloseTo(2 + half, within(1e-12));
  }

  @Test
  void oneClusterSaysNothingOfTheSpread() {
    for (Clusters one : List.of(Clusters.single(1), Clusters.of(List.of("a", "a", "a")))) {
      ClusteredMean mean = ClusteredMean.of(Sample.of(new double[one.size()]), one);
      assertThat(mean.interval()).isNull();
      assertThat(mean.standardError()).isNaN();
      assertThat(mean.pValue()).isNaN();
      assertThat(Equivalence.of(mean, 1).pValue()).isNaN();
    }
  }

  private static ClusteredMean constant(double value) {
    double[] values = Collections.nCopies(4, value).stream().mapToDouble(x -> x).toArray();
    return ClusteredMean.of(Sample.of(values), Clusters.single(4));
  }

  @Test
  void equalDifferencesAreDecidedByTheMarginAlone() {
    assertThat(constant(0).pValue()).isEqualTo(1);
    assertThat(constant(0.25).pValue()).isZero();
    assertThat(Equivalence.of(constant(0), 0).pValue()).isZero();
    assertThat(Equivalence.of(constant(-0.0), 0.1).pValue()).isZero();
    assertThat(Equivalence.of(constant(0.25), 0.5).pValue()).isZero();
    assertThat(Equivalence.of(constant(0.25), 0.25).pValue()).isEqualTo(1);
    assertThat(Equivalence.of(constant(-0.25), 0.25).pValue()).isEqualTo(1);
    assertThat(Equivalence.of(constant(-0.25), 0.125).pValue()).isEqualTo(1);
  }

  @Test
  void differencesThatCancelWithinClustersAreNotZeros() {
    ClusteredMean mean =
        ClusteredMean.of(Sample.of(new double[] {1, -1, 2, -2}), Clusters.of(List.of(0, 0, 1, 1)));
    assertThat(mean.pValue()).isEqualTo(1);
    assertThat(Equivalence.of(mean, 0.1).pValue()).isZero();
    assertThat(Equivalence.of(mean, 0).pValue()).isEqualTo(1);
  }

  @Test
  void refusesWhatHasNoMeaning() {
    Sample three = Sample.of(new double[] {1, 2, 3});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusteredMean.of(three, Clusters.single(2)))
        .withMessage("3 units, but clusters of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusteredMean.ofRatio(new double[2], new double[2], Clusters.single(2)))
        .withMessageContaining("weights");
    for (double margin : new double[] {-0.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Equivalence.of(constant(1), margin))
          .withMessageContaining("margin");
    }
  }
}
