package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of {@link BehaviorRules} holds for every shipped behavior. */
class ShippedBehaviorsTest {
  private static final int LEAST_PAIRS = 50;
  private static final int LEAST_CHOICES = 100;

  private static List<ContrastPair> pairs(String name) {
    return BehaviorReader.read(Path.of(name), HalfOrder.POSITIVE_FIRST).pairs();
  }

  private static List<ChoicePair> choices(String name) {
    return ChoiceReader.read(Path.of(ShippedBehaviors.choices(name))).choices();
  }

  private static <T> List<String> texts(List<T> items, Function<T, String> text) {
    return items.stream().map(text).toList();
  }

  private static void holds(List<String> breaches) {
    if (!breaches.isEmpty()) {
      fail(String.join(System.lineSeparator(), breaches));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.dataset.ShippedBehaviors#names")
  void thePolesOfPairsDifferInNothingButTheBehavior(String name) {
    List<ContrastPair> pairs = pairs(name);
    List<String> positives = texts(pairs, ContrastPair::positive);
    List<String> negatives = texts(pairs, ContrastPair::negative);
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(LEAST_PAIRS);
    holds(BehaviorRules.balance(name, positives, negatives));
    holds(BehaviorRules.distinct(name + " prompts", texts(pairs, ContrastPair::prompt)));
    holds(BehaviorRules.distinct(name + " positives", positives));
    holds(BehaviorRules.distinct(name + " negatives", negatives));
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.dataset.ShippedBehaviors#names")
  void theOptionsOfChoicesDifferInNothingButTheBehavior(String name) {
    List<ChoicePair> choices = choices(name);
    String what = ShippedBehaviors.choices(name);
    assertThat(choices).hasSizeGreaterThanOrEqualTo(LEAST_CHOICES);
    assertThat(choices).allMatch(c -> c.labels().equals(List.of("(A)", "(B)")));
    holds(BehaviorRules.labels(what, choices));
    List<String> matching = texts(choices, c -> c.option(c.matching()));
    List<String> others = texts(choices, c -> c.option(c.notMatching()));
    holds(BehaviorRules.length(what, matching, others));
    holds(BehaviorRules.separation(what, matching, others));
    holds(BehaviorRules.openings(what + ", matching", matching));
    holds(BehaviorRules.openings(what + ", not matching", others));
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.dataset.ShippedBehaviors#names")
  void choicesAskSomethingElseThanPairs(String name) {
    List<String> stems = texts(choices(name), ChoicePair::stem);
    List<String> prompts = texts(pairs(name), ContrastPair::prompt);
    holds(BehaviorRules.distinct(name + " questions", stems));
    holds(BehaviorRules.disjoint(name + " questions", stems, prompts));
  }

  @Test
  void nothingOccursTwiceInAllOfThem() {
    List<String> ids = new ArrayList<>();
    List<String> prompts = new ArrayList<>();
    List<String> continuations = new ArrayList<>();
    for (String name : ShippedBehaviors.names()) {
      for (ContrastPair pair : pairs(name)) {
        ids.add(pair.id());
        prompts.add(pair.prompt());
        continuations.addAll(List.of(pair.positive(), pair.negative()));
      }
      choices(name).forEach(choice -> prompts.add(choice.stem()));
    }
    assertThat(ids).doesNotHaveDuplicates();
    holds(BehaviorRules.unique("prompts and questions", prompts));
    holds(BehaviorRules.unique("continuations", continuations));
  }

  @Test
  void aNameIsAPathOfItsOwn() {
    Behavior behavior = BehaviorReader.read(Path.of("power-seeking"), HalfOrder.POSITIVE_FIRST);
    assertThat(behavior.name()).isEqualTo("power-seeking");
    assertThat(behavior.file()).isEqualTo(Path.of("power-seeking"));
    assertThat(behavior.sha256()).matches("[0-9a-f]{64}");
    assertThat(ChoiceReader.read(Path.of("myopia-choices")).name()).isEqualTo("myopia-choices");
    assertThat(ChoiceReader.isChoices(Path.of("myopia-choices"))).isTrue();
    assertThat(ChoiceReader.isChoices(Path.of("myopia"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "./myopia", "data/myopia", "myopia.jsonl", "Myopia", "choices", "x-choices"})
  void otherPathsAreFiles(String path) {
    assertThat(ShippedBehaviors.isShipped(Path.of(path))).isFalse();
  }

  @Test
  void aMistypedNameIsToldTheNearestFirst() {
    assertThatThrownBy(() -> BehaviorReader.read(Path.of("power-seking"), HalfOrder.POSITIVE_FIRST))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("power-seking: no such file")
        .hasMessageContaining("behaviors power-seeking, ");
    assertThatThrownBy(() -> ChoiceReader.read(Path.of("./myopia")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("behaviors myopia, ");
    assertThatThrownBy(() -> ChoiceReader.read(Path.of("myopia.json")))
        .hasMessage("myopia.json: no such file; check the path");
  }

  @Test
  void pairsAndChoicesAreNotTakenForEachOther() {
    assertThatThrownBy(() -> ChoiceReader.read(Path.of("myopia")))
        .hasMessageContainingAll("myopia", "answer_matching_behavior");
    assertThatThrownBy(
            () -> BehaviorReader.read(Path.of("myopia-choices"), HalfOrder.POSITIVE_FIRST))
        .hasMessageContainingAll("myopia-choices", "multiple-choice");
  }
}
