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

  @Test
  void anInterventionsNewNameIsInTheConditionsToo() {
    Condition vector = new Condition("m", "b", "v-layer3-coefficient1.0", "v", 3, 1);
    assertThat(vector.renamed("M", "B", name -> name + " (x)"))
        .isEqualTo(new Condition("M", "B", "v (x)-layer3-coefficient1.0", "v (x)", 3, 1));
    Condition random =
        new Condition("m", "b", "random-2-of-v-layer3-coefficient1.0", "random-2-of-v", 3, 1);
    Condition renamed = random.renamed("m", "b", name -> name.equals("v") ? "w" : "none");
    assertThat(renamed.condition()).isEqualTo("random-2-of-w-layer3-coefficient1.0");
    assertThat(renamed.isRandomDirectionOf(new Condition("m", "b", "w", "w", 3, 1))).isTrue();
    assertThat(Condition.baseline("m", "b").renamed("M", "B", name -> "none"))
        .isEqualTo(Condition.baseline("M", "B"));
    assertThat(
            new Condition("m", "b", "safe_name", "safe name", null, 1)
                .renamed("m", "b", n -> n + "2")
                .condition())
        .isEqualTo("safe name2 safe_name");
  }
}
