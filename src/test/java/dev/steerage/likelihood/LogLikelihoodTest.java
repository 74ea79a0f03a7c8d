package dev.steerage.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LogLikelihoodTest {
  @Test
  void dividesByTheContinuationOrByThePaddedWidth() {
    LogLikelihood score = LogLikelihood.of(new double[] {-1, -2, -0.5, -0.5}, 9);
    assertThat(score).isEqualTo(new LogLikelihood(4, -4, -1, -0.5));
    assertThat(score.value(Aggregation.SUM)).isEqualTo(-4);
    assertThat(score.value(Aggregation.MEAN)).isEqualTo(-1);
    assertThat(score.value(Aggregation.PADDED_MEAN)).isEqualTo(-0.5);
  }

  @Test
  void meanAndPaddedMeanAgreeWhereTheTextIsBosAndContinuation() {
    LogLikelihood score = LogLikelihood.of(new double[] {-1, -3}, 3);
    assertThat(score.paddedMean()).isEqualTo(score.mean());
  }

  @Test
  void refusesAnEmptyContinuationAndAnImpossibleLength() {
    assertThatIllegalArgumentException().isThrownBy(() -> LogLikelihood.of(new double[0], 9));
    assertThatIllegalArgumentException().isThrownBy(() -> LogLikelihood.of(new double[2], 2));
  }

  @Test
  void wordsAreReadBack() {
    for (Aggregation aggregation : Aggregation.values()) {
      assertThat(Aggregation.ofWord(aggregation.word())).contains(aggregation);
    }
    assertThat(Aggregation.PADDED_MEAN).hasToString("padded-mean");
    assertThat(Aggregation.ofWord("Mean")).isEmpty();
    assertThat(Aggregation.SUM.unit()).isEqualTo("nats");
    assertThat(Aggregation.PADDED_MEAN.unit()).isEqualTo("nats/token");
  }
}
