package dev.steerage.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.dataset.Pole;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PackedTokensTest {
  private final Random random = new Random(3);

  private @Nullable Shift shift(double share) {
    return random.nextDouble() < share
        ? new Shift(random.nextDouble(), random.nextBoolean())
        : null;
  }

  /** Tokens of which some are compared with others, from the token {@code from} on. */
  private List<TokenRow> rows(int count, int from) {
    List<TokenRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          new TokenRow(
              "pair " + i / 7,
              random.nextBoolean() ? Pole.POSITIVE : Pole.NEGATIVE,
              random.nextInt(1000),
              random.nextInt(32_000),
              "piece " + random.nextInt(50),
              -random.nextDouble(),
              i < from ? null : shift(0.5),
              i < from ? null : shift(0.9)));
    }
    return rows;
  }

  @Test
  void rowsAreWhatTheyWere() {
    for (int from : new int[] {0, 3000, 10_000}) {
      List<TokenRow> rows = rows(5000, from);
      PackedTokens packed = new PackedTokens();
      packed.addAll(rows);
      assertThat(packed).isEqualTo(rows);
    }
  }

  @Test
  void thereIsNoRowBehindTheLast() {
    PackedTokens packed = new PackedTokens();
    packed.addAll(rows(5, 0));
    assertThatThrownBy(() -> packed.get(5)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
