package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.tiny.TinyLora;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraAdapterTest {
  /** Keys and tensor entries, before the numbers. */
  private static final int HEADER_BYTES = 350;

  @TempDir private Path folder;
  private Path model;
  private Path lora;

  @BeforeEach
  void make() {
    TinyModel tiny = TinyModel.of(DemoModel.FILE);
    model = tiny.write(folder.resolve("model.gguf"));
    lora = TinyLora.of(tiny, "blk.0.attn_v.weight").write(folder.resolve("lora.gguf"));
  }

  private LlamaModel load() {
    return LlamaModel.load(model, LlamaModel.Options.cpu(), Progress.NONE);
  }

  private static float[] logits(LlamaContext context, LlamaModel model) {
    context.clear();
    Batch batch = DemoModel.batch(model, "some words to read");
    context.decode(batch);
    FloatBuffer row = context.logits(batch.size() - 1);
    float[] logits = new float[row.remaining()];
    row.get(logits);
    return logits;
  }

  @Test
  void anAdapterIsAppliedReplacedAndTakenAwayWithoutATrace() {
    try (LlamaModel loaded = load();
        LlamaContext context = DemoModel.context(loaded);
        LoraAdapter adapter = LoraAdapter.load(loaded, lora)) {
      float[] plain = logits(context, loaded);
      context.adapt(adapter, 1);
      float[] adapted = logits(context, loaded);
      context.adapt(adapter, 0.5f);
      float[] half = logits(context, loaded);
      context.adapt(adapter, 0);
      float[] none = logits(context, loaded);
      context.unadapt();
      float[] after = logits(context, loaded);

      assertThat(adapted).isNotEqualTo(plain);
      assertThat(half).isNotEqualTo(plain).isNotEqualTo(adapted);
      assertThat(none).isEqualTo(plain);
      assertThat(after).isEqualTo(plain);
    }
  }

  @Test
  void modelContextAndAdapterCloseInAnyOrder() {
    LlamaModel loaded = load();
    LlamaContext context = DemoModel.context(loaded);
    Batch batch = DemoModel.batch(loaded, "a text");
    LoraAdapter adapter = LoraAdapter.load(loaded, lora);
    context.adapt(adapter, 1);
    loaded.close();
    adapter.close();
    adapter.close();
    context.decode(batch);
    assertThat(context.logits(batch.size() - 1).get(0)).isFinite();
    assertThatIllegalStateException().isThrownBy(() -> context.adapt(adapter, 1));
    context.close();
  }

  @Test
  void anAdapterOfAnotherModelOrScaleIsRefused() {
    try (LlamaModel loaded = load();
        LlamaModel other = load();
        LlamaContext context = DemoModel.context(other);
        LoraAdapter adapter = LoraAdapter.load(loaded, lora);
        LoraAdapter own = LoraAdapter.load(other, lora)) {
      assertThatThrownBy(() -> context.adapt(adapter, 1))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("for another model");
      assertThatThrownBy(() -> context.adapt(own, Float.NaN)).hasMessageContaining("finite");
    }
  }

  @Test
  void aFileThatIsNoAdapterIsRefused() {
    try (LlamaModel loaded = load()) {
      assertThatThrownBy(() -> LoraAdapter.load(loaded, model))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("expect general.type to be 'adapter'");
      assertThatThrownBy(() -> LoraAdapter.load(loaded, folder.resolve("none.gguf")))
          .hasMessageContaining("cannot read this file");
    }
  }

  /** Whatever the file says, the process lives on. */
  @Test
  void damagedAdaptersAreRefusedOrApplied() throws IOException {
    byte[] good = Files.readAllBytes(lora);
    Random random = new Random(1);
    int refused = 0;
    try (LlamaModel loaded = load();
        LlamaContext context = DemoModel.context(loaded)) {
      Batch batch = DemoModel.batch(loaded, "a text");
      for (int i = 0; i < 300; i++) {
        byte[] bytes = good.clone();
        for (int flips = random.nextInt(3); flips >= 0; flips--) {
          bytes[random.nextInt(HEADER_BYTES)] ^= (byte) (1 << random.nextInt(8));
        }
        int length = i % 10 == 0 ? random.nextInt(bytes.length) : bytes.length;
        Path file = Files.write(folder.resolve("damaged.gguf"), Arrays.copyOf(bytes, length));
        try (LoraAdapter adapter = LoraAdapter.load(loaded, file)) {
          context.adapt(adapter, 1);
          context.clear();
          context.decode(batch);
          context.unadapt();
        } catch (LlamaException e) {
          refused++;
          context.unadapt();
        }
      }
    }
    assertThat(refused).isBetween(100, 299);
  }
}
