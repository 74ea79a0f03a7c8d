package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.TokenRow;
import dev.steerage.vector.Directions;
import dev.steerage.vector.SteeringVector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectCheckTest {
  private static final EffectCheck CHECK = new EffectCheck(Path.of("m.gguf"), "strange");
  private static final float[] DIRECTION = {0, 2};
  private static final List<TokenRow> BASELINE =
      List.of(row("a", 7, -1.5), row("a", 8, -2), row("b", 7, -0.25));

  private static TokenRow row(String pair, int position, double logprob) {
    return new TokenRow(pair, Pole.POSITIVE, position, 5, "x", logprob);
  }

  private static Cell cell(Positions positions, int layer) {
    SteeringVector vector =
        new SteeringVector(
            new SteeringVector.Source(Path.of("v.pt"), "", "PyTorch", "none", Map.of()),
            Directions.ofAnyLayer(DIRECTION));
    Condition condition = new Condition("m", "myopia", "v-layer1", "v", layer, 1);
    return new Cell(
        condition,
        Setting.of(new Steering(vector, layer, 1, new VectorUse(positions, Scale.RAW, null), 0)));
  }

  private static void check(Cell cell, float[] direction, List<TokenRow> steered) {
    CHECK.check(cell, direction, BASELINE, steered);
  }

  @Test
  void aVectorThatChangesNothingIsNamedWithModelArchitectureAndMend() {
    assertThatThrownBy(() -> check(cell(Positions.ALL, 1), DIRECTION, BASELINE))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("m.gguf: vector v at layer 1 ")
        .hasMessageContaining("behavior myopia")
        .hasMessageContaining("architecture strange, so use --positions prompt");
    assertThatThrownBy(() -> check(cell(Positions.PROMPT, 1), DIRECTION, BASELINE))
        .hasMessageContaining("take another layer");
    assertThatThrownBy(() -> check(cell(Positions.ALL, 0), DIRECTION, BASELINE))
        .hasMessageContaining("take another layer");
  }

  @Test
  void oneBitOfOneTokenIsEnough() {
    List<TokenRow> steered =
        List.of(BASELINE.get(0), row("a", 8, Math.nextUp(-2.0)), BASELINE.get(2));
    assertThatCode(() -> check(cell(Positions.ALL, 1), DIRECTION, steered))
        .doesNotThrowAnyException();
  }

  @Test
  void zerosChangeNothing() {
    assertThatCode(() -> check(cell(Positions.ALL, 1), new float[2], BASELINE))
        .doesNotThrowAnyException();
  }

  /** The prompt's last token predicts it. */
  @Test
  void aContinuationsFirstTokenIsNoEvidenceWhereTheContinuationIsSteered() {
    Cell cell = cell(Positions.CONTINUATION, 1);
    List<TokenRow> firsts = List.of(BASELINE.get(0), BASELINE.get(2));
    assertThatCode(() -> CHECK.check(cell, DIRECTION, firsts, firsts)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(cell, DIRECTION, BASELINE)).isInstanceOf(InputException.class);
  }
}
