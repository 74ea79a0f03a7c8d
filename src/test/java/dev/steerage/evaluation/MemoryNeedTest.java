package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaLibrary.Device;
import dev.steerage.llama.LlamaModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bundled model has 6 blocks of width 256, keys and values of 128 (2 heads of 64), and a
 * vocabulary of 32,000 tokens.
 */
class MemoryNeedTest {
  private static final Path MODEL = Path.of("models/steerage-demo-f16.gguf");
  private static final Device CPU = new Device("CPU", "a CPU", 8L << 30, 16L << 30);

  private static EngineSpec engine(int gpuLayers, int batchTokens, KvType kvType) {
    return new EngineSpec(gpuLayers, 2, batchTokens, kvType, false);
  }

  private static MemoryNeed need(int gpuLayers) {
    return MemoryNeed.of(MODEL, engine(gpuLayers, 512, KvType.F32), 0);
  }

  @Test
  void weightsAreTheFilesAndTheCacheHasKeysAndValuesOfEachCell() {
    MemoryNeed need = need(0);
    // provenance.json of a run has the same from llama.cpp
    assertThat(need.weights()).isEqualTo(23_475_200);
    // 6 blocks × 512 cells × 128 × (key and value) × 4 bytes
    assertThat(need.cache()).isEqualTo(6L * 512 * 128 * 2 * 4);
    assertThat(need.logits()).isEqualTo(512L * 32_000 * 4);
    MemoryNeed half = MemoryNeed.of(MODEL, engine(0, 100, KvType.F16), 300);
    // 300 cells are padded to 512
    assertThat(half.cache()).isEqualTo(6L * 512 * 128 * 2 * 2);
  }

  @Test
  void blocksGoToGpusFromTheLastOn() {
    MemoryNeed need = need(0);
    assertThat(need.onGpus(0)).isZero();
    long one = need.onGpus(1) - need.work();
    // a block and its share of the cache, six times
    assertThat(need.onGpus(6) - need.work()).isEqualTo(6 * one);
    // with all, the output matrix as well: here the embeddings, 32,000 × 256 in F16
    long output = need.onGpus(LlamaModel.Options.ALL_LAYERS) - need.onGpus(6);
    assertThat(output)
        .isGreaterThanOrEqualTo(32_000L * 256 * 2)
        .isLessThan(32_000L * 256 * 2 + 4096);
    assertThat(need.onGpus(7)).isEqualTo(need.onGpus(LlamaModel.Options.ALL_LAYERS));
    assertThat(need.fitting(need.onGpus(3))).contains(3);
    assertThat(need.fitting(need.onGpus(3) - 1)).contains(2);
    assertThat(need.fitting(1L << 40)).contains(LlamaModel.Options.ALL_LAYERS);
    assertThat(need.fitting(1000)).isEmpty();
  }

  @Test
  void aSentenceSaysWhatToChange() {
    MemoryNeed all = need(LlamaModel.Options.ALL_LAYERS);
    Device small = new Device("CUDA0", "a GPU", all.onGpus(4), 1L << 40);
    Device large = new Device("CUDA0", "a GPU", 1L << 40, 1L << 40);
    assertThat(new MemoryFit(all, List.of(CPU, large)).shortage()).isEmpty();
    assertThat(new MemoryFit(all, List.of(CPU, large)).allOnGpus()).endsWith("it fits");
    assertThat(new MemoryFit(all, List.of(CPU, small)).shortage())
        .hasValueSatisfying(
            s -> assertThat(s).contains("on GPUs it needs", "give --gpu-layers 4,"));
    assertThat(new MemoryFit(need(3), List.of(CPU, small)).shortage()).isEmpty();
    assertThat(new MemoryFit(all, List.of(CPU)).allOnGpus()).contains("--cuda");
    Device tiny = new Device("CPU", "a CPU", 1 << 20, 1 << 20);
    assertThat(new MemoryFit(need(0), List.of(tiny)).shortage())
        .hasValueSatisfying(
            s -> assertThat(s).contains("smaller quantization").doesNotContain("gpu"));
  }

  @Test
  void whatIsNotKnownIsNotShort() {
    Device unknown = new Device("CPU", "a CPU", 0, 0);
    assertThat(new MemoryFit(need(0), List.of(unknown)).shortage()).isEmpty();
  }

  @Test
  void whatIsNoModelIsRefused() throws Exception {
    Path text = Files.createTempFile("text", ".gguf");
    Files.writeString(text, "Once upon a time");
    assertThatThrownBy(() -> MemoryNeed.of(text, EngineSpec.exact(), 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("GGUF");
    Files.delete(text);
  }
}
