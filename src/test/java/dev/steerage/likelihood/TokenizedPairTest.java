package dev.steerage.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import org.junit.jupiter.api.Test;

class TokenizedPairTest {
  private static TokenizedText text(int start, int bytesBefore, int... tokens) {
    return new TokenizedText(
        tokens, new ContinuationMask(start, tokens.length, bytesBefore, "reason"));
  }

  @Test
  void sharesThePromptAndNoContinuationToken() {
    TokenizedPair pair = new TokenizedPair("a", text(3, 0, 1, 2, 3, 4), text(3, 0, 1, 2, 3, 4, 5));
    assertThat(pair.sharedTokens()).isEqualTo(3);
    assertThat(pair.straddles()).isZero();
  }

  @Test
  void sharesLessWhereAStraddlingTokenChangesThePrompt() {
    TokenizedPair pair = new TokenizedPair("a", text(2, 1, 1, 2, 9, 4), text(3, 0, 1, 2, 3, 4));
    assertThat(pair.sharedTokens()).isEqualTo(2);
    assertThat(pair.straddles()).isEqualTo(1);
    TokenizedPair earlier = new TokenizedPair("a", text(3, 0, 1, 7, 3, 4), text(3, 0, 1, 2, 3, 4));
    assertThat(earlier.sharedTokens()).isEqualTo(1);
  }

  @Test
  void aContinuationFromTheFirstTokenOnIsRefusedByName() {
    assertThatThrownBy(() -> new TokenizedPair("p-7", text(0, 1, 1, 2), text(1, 0, 1, 2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("p-7");
  }

  @Test
  void masksEndWithTheirTokens() {
    assertThatThrownBy(() -> new TokenizedText(new int[3], new ContinuationMask(1, 2, 0, "reason")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ContinuationMask(2, 2, 0, "reason"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
