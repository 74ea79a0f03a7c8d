package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.llama.Batch.Injection;
import dev.steerage.llama.Batch.Output;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A direction that is added to the residual stream at some tokens. */
class InjectionTest {
  private LlamaModel model;
  private LlamaContext context;
  private int[] tokens;
  private float[] direction;

  @BeforeEach
  void open() {
    model = DemoModel.load();
    context = DemoModel.context(model);
    tokens = model.tokenize("some words to read", LlamaModel.SpecialTokens.AS_TEXT).tokens();
    direction = new float[model.width()];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = i % 7 - 3;
    }
  }

  @AfterEach
  void close() {
    context.close();
    model.close();
  }

  /** Tokens from {@code first} on are marked. */
  private Batch batch(int first) {
    Batch batch = new Batch();
    for (int i = 0; i < tokens.length; i++) {
      batch.add(tokens[i], i, Output.LOGITS, i >= first ? Injection.DIRECTION : Injection.NONE, 0);
    }
    return batch;
  }

  private List<Float> logits(Batch batch) {
    context.clear();
    context.decode(batch);
    List<Float> all = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      var row = context.logits(i);
      while (row.hasRemaining()) {
        all.add(row.get());
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void atEveryTokenItIsTheControlVectorBitForBit(int layer) {
    List<Float> baseline = logits(batch(0));
    context.steer(layer, direction);
    List<Float> steered = logits(batch(0));
    context.unsteer();

    context.inject(layer, direction);

    assertThat(logits(batch(0))).isEqualTo(steered).isNotEqualTo(baseline);
    assertThat(logits(batch(tokens.length))).isEqualTo(baseline);
    context.uninject();
    assertThat(logits(batch(0))).isEqualTo(baseline);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5})
  void capturedResidualsHaveItAtTheMarkedTokensAlone(int layer) {
    context.capture(layer);
    logits(batch(0));
    List<float[]> before = residuals(layer);
    context.inject(layer, direction);
    logits(batch(2));
    List<float[]> after = residuals(layer);

    for (int token = 0; token < tokens.length; token++) {
      float[] expected = before.get(token).clone();
      for (int i = 0; token >= 2 && i < expected.length; i++) {
        expected[i] += direction[i];
      }
      assertThat(after.get(token)).isEqualTo(expected);
    }
  }

  private List<float[]> residuals(int layer) {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      rows.add(context.residual(layer, i));
    }
    return rows;
  }

  /** After the last attention llama.cpp goes on with the outputs alone. */
  @Test
  void atTheLastBlockRowsAreThoseOfTheOutputs() {
    int last = model.layers() - 1;
    int end = tokens.length - 1;
    context.capture(last);
    Batch batch = new Batch();
    for (int i = 0; i < tokens.length; i++) {
      Output output = i == 1 || i == end ? Output.LOGITS : Output.NONE;
      batch.add(tokens[i], i, output, i == end ? Injection.DIRECTION : Injection.NONE, 0);
    }
    context.decode(batch);
    float[] first = context.residual(last, 1);
    float[] second = context.residual(last, end);
    context.inject(last, direction);
    context.clear();
    context.decode(batch);

    assertThat(context.residual(last, 1)).isEqualTo(first);
    for (int i = 0; i < second.length; i++) {
      second[i] += direction[i];
    }
    assertThat(context.residual(last, end)).isEqualTo(second);
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() {
    List<Float> baseline = logits(batch(0));
    float[] infinite = direction.clone();
    infinite[7] = Float.NaN;

    assertThatThrownBy(() -> context.inject(-1, direction)).hasMessageContaining("layer -1");
    assertThatThrownBy(() -> context.inject(model.layers(), direction))
        .hasMessageContaining("is not one of");
    assertThatThrownBy(() -> context.inject(0, new float[3])).hasMessageContaining("not 3");
    assertThatThrownBy(() -> context.inject(0, infinite)).hasMessageContaining("not finite");

    assertThat(logits(batch(0))).isEqualTo(baseline);
  }
}
