package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The later blocks of a model, where memory is short and where the file is broken. */
class TailsTest {
  private static final Path DEMO = Path.of("models/steerage-demo-f16.gguf");
  private static final EngineSpec SPEC = new EngineSpec(0, 1, 32, KvType.F32, false);
  private static final long PLENTY = 1L << 40;

  @TempDir private Path folder;
  private long free = PLENTY;

  private Tails tails(Engine engine) {
    return new Tails(engine, SPEC, 32, () -> free, tokens -> {});
  }

  private static Engine engine() {
    return Engine.load(ModelInput.read(DEMO), SPEC, 32);
  }

  @Test
  void areWeighedBeforeTheyAreLoaded() {
    try (Engine engine = engine();
        Tails tails = tails(engine)) {
      assertThat(tails.obstacle(2)).isEmpty();
      // the whole model's weights, of which the first blocks' stay beside the copy of the others
      free = engine.model().sizeInBytes();
      assertThat(tails.obstacle(2))
          .hasValueSatisfying(reason -> assertThat(reason).contains("GB of memory, and 0.0 GB"));
      free = 2 * free;
      assertThat(tails.obstacle(2)).isEmpty();
    }
  }

  @Test
  void makeRoomForEachOther() {
    try (Engine engine = engine();
        Tails tails = tails(engine)) {
      Tail second = tails.load(2);
      assertThat(tails.load(2)).isSameAs(second);
      assertThat(second.model().layers()).isEqualTo(3);
      assertThat(second.model().sizeInBytes()).isEqualTo(LlamaModel.tailBytes(DEMO, 3));
      Tail third = tails.load(3);
      assertThat(tails.load(2)).isSameAs(second);
      free = 0;
      assertThat(tails.load(3)).isSameAs(third);
      tails.load(1);
      free = PLENTY;
      assertThat(tails.load(3)).isNotSameAs(third);
    }
  }

  @Test
  void ofABrokenFileAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(DEMO);
    Path broken = folder.resolve("broken.gguf");
    for (int length : new int[] {0, 20, 5000, bytes.length / 2, bytes.length - 1}) {
      Files.write(broken, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> LlamaModel.loadTail(broken, 1, LlamaModel.Options.cpu()))
          .isInstanceOf(LlamaException.class);
      assertThatThrownBy(() -> LlamaModel.tailBytes(broken, 1)).isInstanceOf(LlamaException.class);
    }
    for (int layer : new int[] {-1, 0, 6}) {
      assertThatThrownBy(() -> LlamaModel.loadTail(DEMO, layer, LlamaModel.Options.cpu()))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("begins with block 1 to 5");
    }
  }
}
