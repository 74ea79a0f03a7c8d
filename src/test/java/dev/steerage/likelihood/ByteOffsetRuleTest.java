package dev.steerage.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteOffsetRuleTest {
  private static ContinuationMask mask(int boundary, int textLength, int... starts) {
    return ByteOffsetRule.mask(starts, textLength, boundary);
  }

  @Test
  void beginsWithTheTokenThatBeginsAtTheBoundary() {
    ContinuationMask mask = mask(4, 9, 0, 0, 2, 4, 7);
    assertThat(mask)
        .isEqualTo(
            new ContinuationMask(3, 5, 0, "token 3 begins at byte 4, with the continuation"));
  }

  @Test
  void aTokenOverTheBoundaryIsCountedAndReported() {
    ContinuationMask mask = mask(5, 9, 0, 0, 2, 7);
    assertThat(mask.start()).isEqualTo(2);
    assertThat(mask.bytesBefore()).isEqualTo(3);
    assertThat(mask.straddles()).isTrue();
    assertThat(mask.reason()).contains("the last 3 bytes of the prompt");
  }

  @Test
  void tokensWithoutBytesAtTheBoundaryBelongToThePrompt() {
    assertThat(mask(4, 8, 0, 0, 4, 4, 4, 6).start()).isEqualTo(4);
    assertThat(mask(0, 8, 0, 0, 4).start()).isEqualTo(1);
  }

  @Test
  void tokensWithoutBytesLaterOnBelongToTheContinuation() {
    assertThat(mask(4, 8, 0, 0, 4, 6, 6, 8).length()).isEqualTo(4);
  }

  @Test
  void aTextOfOneTokenIsItsOwnContinuation() {
    ContinuationMask mask = mask(3, 4, 0);
    assertThat(mask.start()).isZero();
    assertThat(mask.bytesBefore()).isEqualTo(3);
  }

  @Test
  void impossibleArgumentsAreRefused() {
    for (Runnable call :
        new Runnable[] {
          () -> mask(8, 8, 0, 4),
          () -> mask(-1, 8, 0, 4),
          () -> mask(1, 8),
          () -> mask(1, 8, 0, 4, 2),
          () -> mask(1, 8, 0, 9)
        }) {
      assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
