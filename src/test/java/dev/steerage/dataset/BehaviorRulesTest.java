package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule finds what is planted for it, and nothing in a good set. */
class BehaviorRulesTest {
  private static final String WORDS = "abcdefghijklmnopqrst";

  /** Ten texts of equal length with words of their own. */
  private static List<String> texts(String salt) {
    return IntStream.range(0, 10)
        .mapToObj(i -> WORDS.charAt(i) + salt + " says " + salt.repeat(2) + WORDS.charAt(i))
        .toList();
  }

  /** The first few texts with two letters more. */
  private static List<String> lengthened(List<String> texts, int longer) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> i < longer ? texts.get(i) + "ab" : texts.get(i))
        .toList();
  }

  @Test
  void aBalancedSetHasNoBreach() {
    List<String> positives = lengthened(texts("xxxxxxxxxx"), 5);
    List<String> negatives = texts("yyyyyyyyyy");
    assertThat(BehaviorRules.length("set", positives, negatives)).isEmpty();
    assertThat(BehaviorRules.separation("set", positives, negatives)).isEmpty();
    assertThat(BehaviorRules.openings("set", positives)).isEmpty();
    assertThat(BehaviorRules.unique("set", positives)).isEmpty();
    assertThat(BehaviorRules.distinct("set", positives)).isEmpty();
    assertThat(BehaviorRules.disjoint("set", positives, negatives)).isEmpty();
  }

  @Test
  void oneLongerPoleIsFound() {
    List<String> positives = texts("x").stream().map(t -> t + " indeed").toList();
    assertThat(BehaviorRules.balance("set", positives, texts("y")))
        .contains(
            "set: positives have 18.0 characters, negatives 11.0, on average",
            "set: the positive is the longer one in 10 of 10",
            "set: entry 3 has 18 and 11 characters");
  }

  @Test
  void aPoleThatIsMostlyLongerIsFoundEvenByTwoLetters() {
    List<String> long20 = texts("xxxxxxxxxxxxxxxxxxxx");
    assertThat(BehaviorRules.length("set", lengthened(long20, 7), long20))
        .containsExactly("set: the positive is the longer one in 7 of 10");
    assertThat(BehaviorRules.length("set", lengthened(long20, 3), long20)).hasSize(1);
    assertThat(BehaviorRules.length("set", lengthened(long20, 6), long20)).isEmpty();
  }

  @Test
  void aWordThatPartsThePolesIsFound() {
    List<String> positives = lengthened(texts("x"), 0);
    List<String> three =
        IntStream.range(0, 10)
            .mapToObj(i -> i < 3 ? positives.get(i) + " Don’t" : positives.get(i))
            .toList();
    assertThat(BehaviorRules.separation("set", three, texts("y")))
        .containsExactly("set: 'don't' is in 3 of 10 positives and 0 of 10 negatives");
    assertThat(BehaviorRules.separation("set", texts("y"), three))
        .containsExactly("set: 'don't' is in 0 of 10 positives and 3 of 10 negatives");
    assertThat(BehaviorRules.separation("set", three.subList(1, 10), texts("y"))).isEmpty();
  }

  @Test
  void equalBeginningsAreFound() {
    List<String> same = texts("x").stream().map(t -> "I think, " + t).toList();
    assertThat(BehaviorRules.openings("set", same))
        .containsExactly("set: 10 of 10 begin with 'i'", "set: 10 of 10 begin with 'i think'");
  }

  @Test
  void textsThatOccurTwiceAreFound() {
    assertThat(BehaviorRules.unique("set", List.of("One two.", "three", "one TWO!")))
        .containsExactly("set: 2 times 'one two'");
    assertThat(BehaviorRules.distinct("set", List.of("a b c d", "e f", "d c b a x")))
        .containsExactly("set: entries 0 and 2 are nearly the same");
    assertThat(BehaviorRules.disjoint("set", List.of("a b", "c d e"), List.of("c d f", "E, d: c")))
        .containsExactly("set: entry 1 is nearly 'E, d: c'");
  }

  @Test
  void aLabelThatGivesTheAnswerAwayIsFound() {
    ChoicePair a = new ChoicePair("0", "q", "(A)", "(B)");
    ChoicePair b = new ChoicePair("1", "q", "(B)", "(A)");
    assertThat(BehaviorRules.labels("set", List.of(a, b, b, a))).isEmpty();
    assertThat(BehaviorRules.labels("set", List.of(a, b, b)))
        .containsExactly("set: (A) is the matching one in 1 of 3");
  }
}
