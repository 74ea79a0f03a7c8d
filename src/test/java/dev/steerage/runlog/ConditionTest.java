package dev.steerage.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionTest {
  private static Condition of(String model, String intervention, int layer, double coefficient) {
    String name = intervention + "-layer" + layer + "-coefficient" + coefficient;
    return new Condition(model, "b", name, intervention, layer, coefficient);
  }

  @Test
  void anOwnVectorIsThatOfTheSameModelLayerAndCoefficient() {
    Condition own = of("m", Condition.own("v"), 2, 1);
    assertThat(own.isOwnOf(of("m", "v", 2, 1))).isTrue();
    assertThat(own.isOwnOf(of("n", "v", 2, 1))).isFalse();
    assertThat(own.isOwnOf(of("m", "w", 2, 1))).isFalse();
    assertThat(own.isOwnOf(of("m", "v", 3, 1))).isFalse();
    assertThat(own.isOwnOf(of("m", "v", 2, -1))).isFalse();
    assertThat(of("m", "v", 2, 1).isOwnOf(own)).isFalse();
    // a random direction beside it is none
    assertThat(of("m", Condition.randomDirection(1, "v-own"), 2, 1).isOwnOf(of("m", "v", 2, 1)))
        .isFalse();
  }
}
