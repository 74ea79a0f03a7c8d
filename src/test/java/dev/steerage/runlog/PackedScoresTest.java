package dev.steerage.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steerage.dataset.Pole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedScoresTest {
  private static final Condition BASELINE = Condition.baseline("m", "b");
  private static final Condition STEERED = new Condition("m", "b", "v-layer1", "v", 1, 0.5);

  @TempDir private Path folder;

  private static ScoreRow row(Condition condition, String pair, Pole pole, int tokens, double sum) {
    Strength strength = condition.isBaseline() ? null : new Strength(2, 4.0, 6);
    return new ScoreRow(
        condition, pair, pole, tokens, sum, sum / tokens, sum / 9, strength, "first");
  }

  @Test
  void rowsComeBackAsTheyWere() {
    List<ScoreRow> rows = new ArrayList<>();
    for (Condition condition : List.of(BASELINE, STEERED, BASELINE.on("other"))) {
      for (Pole pole : Pole.values()) {
        for (int i = 0; i < 100; i++) {
          rows.add(row(condition, "pair " + i, pole, 1 + i % 7, -0.1 * i - 1));
        }
      }
    }
    // not the sum over the tokens, of another strength, and of a condition that was there before
    rows.add(new ScoreRow(STEERED, "x", Pole.POSITIVE, 3, -1, -0.25, -0.125));
    rows.add(new ScoreRow(STEERED, "x", Pole.NEGATIVE, 3, -1, Double.NaN, -0.125));
    rows.add(row(BASELINE, "y", Pole.NEGATIVE, 2, -0.0));
    PackedScores.Builder packed = new PackedScores.Builder();
    rows.forEach(packed::add);
    List<ScoreRow> back = packed.build();
    assertThat(back).isEqualTo(rows);
    assertThat(back.get(602)).isEqualTo(rows.get(602));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> back.get(603));
    assertThat(new PackedScores.Builder().build()).isEmpty();
  }

  private static List<TokenRow> tokens(String pair, int start, int positives) {
    List<TokenRow> tokens = new ArrayList<>();
    for (int i = 0; i < positives; i++) {
      tokens.add(new TokenRow(pair, Pole.POSITIVE, start + i, 5, "x", -1));
    }
    tokens.add(new TokenRow(pair, Pole.NEGATIVE, start, 5, "x", -3));
    return tokens;
  }

  @Test
  void paddedMeansAreOverTheLongestTextOfAllParts() {
    RunFolder run =
        RunFolder.open(folder.resolve("run"), "spec", Map.of(), RunFolder.Existing.RESUME);
    run.writeTokens(BASELINE, 0, tokens("a", 4, 2));
    run.writeTokens(BASELINE, 1, tokens("b", 6, 3));
    run.writeScores(
        List.of(BASELINE), Map.of(), (behavior, part) -> part == 0 ? Map.of() : Map.of("b", "a"));
    assertThat(run.readScores())
        .containsExactly(
            new ScoreRow(BASELINE, "a", Pole.POSITIVE, 2, -2, -1, -2 / 8.0, null, "a"),
            new ScoreRow(BASELINE, "a", Pole.NEGATIVE, 1, -3, -3, -3 / 6.0, null, "a"),
            new ScoreRow(BASELINE, "b", Pole.POSITIVE, 3, -3, -1, -3 / 8.0, null, "a"),
            new ScoreRow(BASELINE, "b", Pole.NEGATIVE, 1, -3, -3, -3 / 6.0, null, "a"));
    assertThat(run.readTokens(BASELINE)).hasSize(7);
    assertThat(run.readParts(BASELINE)).extracting(List::size).containsExactly(3, 4);
  }
}
