package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.metric.Bracketing.Tried;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BracketingTest {
  private static final double BUDGET = 0.1;

  /** Tries rounds until the search is over. */
  private static List<Tried> search(
      DoubleUnaryOperator cost, DoubleUnaryOperator gain, double budget) {
    List<Tried> tried = new ArrayList<>();
    List<Double> next = List.of(0.5, 1.0, 2.0);
    while (!next.isEmpty()) {
      assertThat(next).hasSizeLessThanOrEqualTo(3);
      for (double size : next) {
        tried.add(new Tried(size, cost.applyAsDouble(size), gain.applyAsDouble(size)));
      }
      next = Bracketing.next(tried, budget);
    }
    assertThat(tried).hasSizeLessThanOrEqualTo(9);
    assertThat(tried.stream().map(Tried::size)).doesNotHaveDuplicates();
    return tried;
  }

  private static Tried best(List<Tried> tried, double budget) {
    return tried.stream()
        .filter(t -> t.cost() <= budget)
        .max(Comparator.comparingDouble(Tried::gain))
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.001, 0.3, 7, 40, 300})
  void theEdgeOfASquareIsFoundFromFarAway(double unit) {
    List<Tried> tried = search(c -> BUDGET * Math.pow(c / unit, 2), c -> c, BUDGET);

    assertThat(best(tried, BUDGET).size()).isBetween(unit * 0.97, unit);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1, 3, 12})
  void theEdgeOfACostThatSaturatesIsFound(double unit) {
    DoubleUnaryOperator cost = c -> 10 * -Math.expm1(-Math.pow(c / unit, 2) / 10);
    double edge = unit * Math.sqrt(-10 * Math.log1p(-BUDGET / 10));

    assertThat(best(search(cost, c -> c, BUDGET), BUDGET).size())
        .isBetween(edge * 0.95, edge * 1.0001);
  }

  @Test
  void aGainThatPeaksWithinTheBudgetIsFoundAtItsPeak() {
    DoubleUnaryOperator gain = c -> c * Math.exp(-c / 1.3);
    List<Tried> tried = search(c -> 0.001 * c * c, gain, BUDGET);

    assertThat(best(tried, BUDGET).gain()).isGreaterThan(0.98 * gain.applyAsDouble(1.3));
  }

  @Test
  void aPerplexityThatFirstFallsIsBracketedToo() {
    List<Tried> tried = search(c -> c * c / 2 - c, c -> c, 5);

    assertThat(best(tried, 5).cost()).isBetween(4.5, 5.0);
  }

  @Test
  void aBudgetBelowEveryCostEndsAfterNine() {
    List<Tried> tried = search(c -> 0.2 + c, c -> c, BUDGET);

    assertThat(tried).hasSize(9).noneMatch(t -> t.cost() <= BUDGET);
    assertThat(tried.get(8).size()).isLessThan(0.5);
  }

  @Test
  void belowACostWithoutEndIsLookedFurtherDown() {
    assertThat(Bracketing.next(List.of(new Tried(1, Double.POSITIVE_INFINITY, 1)), BUDGET))
        .isNotEmpty()
        .allMatch(size -> size > 0 && size < 1);
  }
}
