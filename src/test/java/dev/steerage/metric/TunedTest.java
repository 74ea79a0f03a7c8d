package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.runlog.Condition;
import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.HalfMean;
import dev.steerage.runlog.TuneRow;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TunedTest {
  private static final CostBudget BUDGET = new CostBudget(CostBudget.Kind.KL, 0.1);

  private static TuneRow row(String vector, double coefficient, double effect, double cost) {
    return row(vector, coefficient, effect, cost, cost * 1.2);
  }

  /** Held-out numbers are a tenth worse than those that the search sees. */
  private static TuneRow row(
      String vector, double coefficient, double effect, double cost, double upper) {
    return new TuneRow(
        new Condition("m", "b", vector + coefficient, vector, 3, coefficient),
        new HalfMean(effect, effect - 1, effect + 1, 10),
        new HalfMean(effect * 0.9, null, null, 10),
        new HalfMean(cost, cost * 0.8, cost * 1.15, 100),
        upper,
        new HalfMean(cost * 1.1, null, null, 90));
  }

  private static Tuned tuned(TuneRow... rows) {
    return new Tuned(BUDGET, "nats/token", List.of(rows));
  }

  private static Set<String> names(Set<Condition> conditions) {
    return conditions.stream().map(Condition::condition).collect(Collectors.toSet());
  }

  @Test
  void chosenIsTheLargestEffectOfThoseWhoseCostIsWithinTheBudgetUpToItsLimit() {
    Tuned tuned =
        tuned(
            row("v", 1, 0.2, 0.01),
            row("v", 2, 0.4, 0.08),
            row("v", 2.1, 0.5, 0.09), // its limit is 0.108
            row("v", -1, 0.3, 0.01),
            row("v", -2, -0.1, 0.05),
            row("v", -3, -0.9, 0.3),
            row("random-1-of-v", 1, 0.01, 0.02));

    assertThat(names(tuned.chosen()))
        .containsExactlyInAnyOrder("v2.0", "v-2.0", "random-1-of-v1.0");
    assertThat(tuned.lines()).hasSize(3);
  }

  @Test
  void aCostWithoutLimitIsWithinNoBudget() {
    TuneRow single =
        new TuneRow(
            new Condition("m", "b", "v1", "v", 3, 1),
            new HalfMean(1, null, null, 1),
            new HalfMean(1, null, null, 1),
            new HalfMean(0.01, null, null, 5),
            null,
            new HalfMean(0.01, null, null, 5));

    assertThat(tuned(single).chosen()).isEmpty();
  }

  @Test
  void theFrontierHasWhatNoOtherSurpassesAtNoMoreCost() {
    Tuned tuned =
        tuned(
            row("v", 1, 0.2, 0.01),
            row("v", 2, 0.4, 0.08),
            row("v", 3, 0.3, 0.09), // less than at 2 for more
            row("w", 1, 0.25, 0.01), // more than v at 1 for the same
            row("w", -1, 0.25, 0.01), // a rise where a fall is sought
            row("w", -2, -0.25, 0.02),
            row("random-1-of-v", 1, 5, 0.001));

    assertThat(names(tuned.frontier())).containsExactlyInAnyOrder("v2.0", "w1.0", "w-1.0", "w-2.0");
  }

  @Test
  void whatHasNoLayerIsNotSearched() {
    TuneRow prompt =
        new TuneRow(
            new Condition("m", "b", "system-x", "system-x", null, 1),
            new HalfMean(1, null, null, 1),
            new HalfMean(1, null, null, 1),
            null,
            null,
            null);
    Tuned tuned = tuned(prompt, row("v", 1, 0.2, 0.01));

    assertThat(tuned.others()).containsExactly(prompt);
    assertThat(tuned.next().keySet()).singleElement().hasFieldOrPropertyWithValue("layer", 3);
    assertThat(tuned.frontier()).hasSize(1);
  }
}
