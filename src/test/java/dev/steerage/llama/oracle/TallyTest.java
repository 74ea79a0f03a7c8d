package dev.steerage.llama.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.GreedyText;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final GreedyText OURS =
      new GreedyText(
          "é is a letter",
          List.of(
              new GreedyText.Step(1, 2, 5),
              new GreedyText.Step(2, 7, 0.004),
              new GreedyText.Step(3, 14, 3)));

  private final Tally tally = new Tally("text");

  @Test
  void theGapWhereTheTextsPartDecidesBetweenTieAndDifference() {
    tally.texts("p", OURS, "é is a letter");
    assertThat(tally.comparison()).isEqualTo(new Comparison("text", 1, 1, 0, ""));

    tally.texts("p", OURS, "é was a letter");
    assertThat(tally.comparison().verdict()).isEqualTo(Comparison.Verdict.TIES);

    tally.texts("p", OURS, "é is a digit");
    assertThat(tally.comparison().verdict()).isEqualTo(Comparison.Verdict.DIFFERS);
    assertThat(tally.comparison().firstDifference())
        .isEqualTo(
            "after 'p' and 'é ': ours 'is a letter', the other 'was a letter'; gap of our two"
                + " greatest logits 0.0040");
  }

  @Test
  void aCutCharacterAtTheEndIsNoDifference() {
    tally.texts("p", OURS, "é is a letter\uFFFD");

    assertThat(tally.comparison().equal()).isOne();
  }

  @Test
  void theFirstDifferentIdIsShown() {
    tally.ids("a\nb", List.of(1, 2, 3), List.of(1, 4));

    assertThat(tally.comparison())
        .isEqualTo(
            new Comparison("text", 1, 0, 0, "'a\\nb': from token 1 on ours [2, 3], the other [4]"));
    assertThat(tally.comparison().verdict()).isEqualTo(Comparison.Verdict.DIFFERS);
  }
}
