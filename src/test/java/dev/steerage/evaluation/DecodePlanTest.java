package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.likelihood.ContinuationMask;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodePlanTest {
  /** A pair whose texts share a prompt and have continuations of these lengths. */
  private static TokenizedPair pair(int prompt, int positive, int negative) {
    return new TokenizedPair("0", text(prompt, positive, 100), text(prompt, negative, 200));
  }

  private static TokenizedText text(int prompt, int continuation, int first) {
    int[] tokens =
        IntStream.range(0, prompt + continuation).map(i -> i < prompt ? i : first + i).toArray();
    return new TokenizedText(tokens, new ContinuationMask(prompt, tokens.length, 0, "a test"));
  }

  @Test
  void aSharedPromptCostsOnceAndALastTokenNothing() {
    assertThat(DecodePlan.cost(pair(10, 5, 3), true)).isEqualTo(10 + 4 + 2);
    assertThat(DecodePlan.cost(pair(10, 5, 3), false)).isEqualTo(14 + 12);
    // the prompt's last token predicts both first tokens, and nothing else is decoded
    assertThat(DecodePlan.cost(pair(10, 1, 1), true)).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 100, 512, 5000})
  void everyPairIsInOneGroupThatFitsItsBatch(int batchTokens) {
    Random random = new Random(7);
    List<TokenizedPair> pairs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      pairs.add(pair(2 + random.nextInt(60), 1 + random.nextInt(40), 1 + random.nextInt(40)));
    }
    DecodePlan plan = DecodePlan.of(pairs, batchTokens, true);
    assertThat(plan.groups().stream().flatMap(g -> g.pairs().stream()))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 300).boxed().toList());
    for (DecodePlan.Group group : plan.groups()) {
      int cost =
          group.pairs().stream()
              .mapToInt(i -> DecodePlan.cost(pairs.get(i), true) - plan.prefix())
              .sum();
      assertThat(group.tokens()).isEqualTo(cost);
      assertThat(group.pairs().size() == 1 || cost <= batchTokens).isTrue();
      assertThat(group.pairs()).hasSizeLessThanOrEqualTo(127);
    }
  }

  @Test
  void groupsAreNearlyFull() {
    Random random = new Random(7);
    List<TokenizedPair> pairs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      pairs.add(pair(20 + random.nextInt(20), 10 + random.nextInt(20), 10 + random.nextInt(20)));
    }
    DecodePlan plan = DecodePlan.of(pairs, 512, true);
    assertThat(plan.tokens() / (512.0 * plan.groups().size())).isGreaterThan(0.95);
  }

  @Test
  void theGroupThatIsLeastFullComesFirst() {
    List<TokenizedPair> pairs = List.of(pair(60, 3, 3), pair(61, 3, 3), pair(10, 2, 2));

    List<DecodePlan.Group> groups = DecodePlan.of(pairs, 70, false).groups();

    assertThat(groups).extracting(DecodePlan.Group::pairs).first().isEqualTo(List.of(2));
    assertThat(groups.stream().flatMap(g -> g.pairs().stream())).containsExactly(2, 1, 0);
  }

  @Test
  void ofALargeFirstGroupTheCheapestPairIsAlone() {
    List<TokenizedPair> pairs = List.of(pair(60, 63, 63), pair(50, 63, 63), pair(55, 63, 63));

    DecodePlan plan = DecodePlan.of(pairs, 512, true);

    // 49 tokens are common to all
    assertThat(plan.groups())
        .containsExactly(
            new DecodePlan.Group(List.of(1), 1 + 62 + 62),
            new DecodePlan.Group(List.of(0, 2), 11 + 62 + 62 + 6 + 62 + 62));
  }

  @Test
  void whatAllTextsBeginWithCostsOnce() {
    List<TokenizedPair> pairs = List.of(pair(40, 3, 2), pair(35, 1, 4), pair(50, 2, 2));

    DecodePlan plan = DecodePlan.of(pairs, 512, true);

    // the last token of the shortest prompt predicts a continuation, so it is no part of it
    assertThat(plan.prefix()).isEqualTo(34);
    assertThat(plan.tokens()).isEqualTo(34 + (6 + 2 + 1) + (1 + 0 + 3) + (16 + 1 + 1));
    assertThat(DecodePlan.of(pairs, 512, false).prefix()).isZero();
    assertThat(DecodePlan.of(pairs.subList(0, 1), 512, true).prefix()).isZero();
  }

  @Test
  void aPrefixThatSavesLittleIsNone() {
    List<TokenizedPair> pairs = List.of(pair(33, 3, 2), pair(34, 1, 4), pair(35, 2, 2));

    assertThat(DecodePlan.of(pairs, 512, true).prefix()).isEqualTo(32);
    assertThat(DecodePlan.of(pairs.subList(0, 2), 512, true).prefix()).isZero();
  }

  @Test
  void aModelThatCannotShareHasOnePairAtATime() {
    DecodePlan plan = DecodePlan.of(List.of(pair(5, 2, 2), pair(5, 2, 2)), 512, false);
    assertThat(plan.groups()).allMatch(g -> g.pairs().size() == 1).hasSize(2);
  }
}
