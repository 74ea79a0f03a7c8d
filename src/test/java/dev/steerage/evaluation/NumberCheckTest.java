package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.NumberCheck.Drift;
import dev.steerage.llama.TargetLogprob;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.TokenRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberCheckTest {
  private static final Condition BASELINE = Condition.baseline("m", "b");
  private static final NumberCheck CHECK = new NumberCheck(1000);

  private static void check(double logprob, double entropy, int rank) {
    CHECK.check(
        BASELINE,
        () -> NumberCheck.name("p7", "positive", 12),
        new TargetLogprob(logprob, entropy, rank, 1));
  }

  @Test
  void whatAModelCanGivePasses() {
    assertThatCode(() -> check(0, 0, 0)).doesNotThrowAnyException();
    assertThatCode(() -> check(-0.0, 0, 0)).doesNotThrowAnyException();
    assertThatCode(() -> check(-800, Math.log(1000), 999)).doesNotThrowAnyException();
    // two of the same logit share all there is
    assertThatCode(() -> check(Math.log(0.5), Math.log(2), 1)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "1e-9, 1, 0, has the logprob 1.0E-9",
    "NaN, 1, 0, has the logprob NaN",
    "-Infinity, 1, 0, has the logprob -Infinity",
    "-0.5, 1, 1, and the 1 tokens that are likelier have a probability of at least 1.213061 together",
    "-3, 7, 5, have an entropy of 7.0",
    "-3, NaN, 5, have an entropy of NaN",
    "-3, -0.5, 5, have an entropy of -0.5"
  })
  void whatNoneCanIsNamed(double logprob, double entropy, int rank, String words) {
    assertThatThrownBy(() -> check(logprob, entropy, rank))
        .isInstanceOf(CellException.class)
        .hasMessageStartingWith("model m, behavior b, condition baseline: ")
        .hasMessageContaining("these numbers cannot be right: ")
        .hasMessageContaining("token 12 of pair p7, positive,")
        .hasMessageContaining(words);
  }

  private static TokenRow row(String pair, Pole pole, int position, double logprob) {
    return new TokenRow(pair, pole, position, 1, "a", logprob);
  }

  @Test
  void aBaselineIsTheSameInEveryPass() {
    List<TokenRow> before = new ArrayList<>();
    for (Pole pole : Pole.values()) {
      for (String pair : List.of("p1", "p2", "p3")) {
        before.add(row(pair, pole, 4, -1));
        before.add(row(pair, pole, 5, -2));
      }
    }
    // some of the texts, in another order
    List<TokenRow> again =
        List.of(
            row("p3", Pole.POSITIVE, 4, -1),
            row("p3", Pole.POSITIVE, 5, -2.00009),
            row("p1", Pole.POSITIVE, 4, -1),
            row("p1", Pole.NEGATIVE, 5, -2));
    assertThatCode(() -> CHECK.checkBaseline(BASELINE, before, again, Drift.EACH))
        .doesNotThrowAnyException();
    List<TokenRow> other = List.of(row("p2", Pole.NEGATIVE, 5, -2.00011));
    assertThatThrownBy(() -> CHECK.checkBaseline(BASELINE, before, other, Drift.EACH))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("condition baseline: these numbers cannot be right")
        .hasMessageContaining(
            "the logprob of token 5 of pair p2, negative, is -2.000000 in one pass and -2.000110 in another");
    assertThatCode(() -> CHECK.checkBaseline(BASELINE, before, other, Drift.MEAN))
        .doesNotThrowAnyException();
    List<TokenRow> far =
        List.of(row("p2", Pole.NEGATIVE, 4, -1), row("p2", Pole.NEGATIVE, 5, -2.021));
    assertThatThrownBy(() -> CHECK.checkBaseline(BASELINE, before, far, Drift.MEAN))
        .hasMessageContaining("-2.021000 in another");
    List<TokenRow> unknown = List.of(row("p9", Pole.NEGATIVE, 5, -2));
    assertThatThrownBy(() -> CHECK.checkBaseline(BASELINE, before, unknown, Drift.EACH))
        .hasMessageContaining("token 5 of pair p9, negative, is in one pass over the texts");
  }
}
