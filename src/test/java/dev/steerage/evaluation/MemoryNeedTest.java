package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaLibrary.Device;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufTensor;
import dev.steerage.vector.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    assertThat(need.most(n -> need.onGpus(n) <= need.onGpus(3))).contains(3);
    assertThat(need.most(n -> need.onGpus(n) < need.onGpus(3))).contains(2);
    assertThat(need.most(n -> true)).contains(LlamaModel.Options.ALL_LAYERS);
    assertThat(need.most(n -> false)).isEmpty();
  }

  @Test
  void severalGpusHaveOneBlockAfterTheOtherByTheirShares() {
    MemoryNeed need = need(0);
    long block = need.onGpus(1) - need.work();
    long output = need.onGpus(LlamaModel.Options.ALL_LAYERS) - need.onGpus(6);
    // seven units, of which llama.cpp gives unit i to the first GPU whose sum of shares is above
    // i/7
    assertThat(need.onGpus(LlamaModel.Options.ALL_LAYERS, SplitMode.LAYER, List.of(1.0, 1.0)))
        .containsExactly(4 * block + need.work(), 2 * block + output + need.work());
    assertThat(need.onGpus(6, SplitMode.LAYER, List.of(1.0, 2.0)))
        .containsExactly(2 * block + need.work(), 4 * block + need.work());
    assertThat(need.onGpus(6, SplitMode.LAYER, List.of(0.0, 5.0, 1.0)))
        .containsExactly(0L, 5 * block + need.work(), block + need.work());
    assertThat(need.onGpus(2, SplitMode.TENSOR, List.of(3.0, 1.0)))
        .containsExactly(3 * block / 2 + need.work(), block / 2 + need.work());
    assertThat(need.onGpus(0, SplitMode.LAYER, List.of(1.0, 1.0))).containsExactly(0L, 0L);
  }

  /** The README's example: Llama 2 7B's shape on a GPU that is too small for it. */
  @Test
  void whatFitsOfALargeModelIsSaid() throws IOException {
    RandomModel shape = new RandomModel(MODEL, 32, 4096, 32, 11_008, 4096, 1);
    Path file = Files.createTempFile("header", ".gguf");
    shape.header(GgmlType.F16).write(file);
    Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    for (GgufWriter.Tensor tensor : shape.tensors(GgmlType.F16)) {
      List<Long> dimensions = tensor.dimensions().stream().map(Integer::longValue).toList();
      tensors.put(
          tensor.name(),
          new GgufTensor(tensor.name(), dimensions, tensor.type(), 0, tensor.bytes()));
    }
    GgufModel model = new GgufModel(GgufFile.read(file), tensors);
    Files.delete(file);
    EngineSpec all = engine(LlamaModel.Options.ALL_LAYERS, 512, KvType.F32);
    MemoryNeed need = MemoryNeed.of(model, all, 0);
    Device gpu = new Device("CUDA0", "a GPU of 12 GiB", (long) (11.6 * (1L << 30)), 12L << 30);
    assertThat(new MemoryFit(need, List.of(CPU, gpu)).shortage())
        .contains(
            "on CUDA0 it needs about 13.0 GiB, and 11.6 GiB are free; give --gpu-layers 28, which fits,"
                + " or a smaller --batch-tokens, --kv-type f16 or a smaller quantization");
  }

  @Test
  void theFirstBlocksAloneGoOnGpusWhereACopyOfTheOthersHasNoRoomBesideAll() {
    int all = LlamaModel.Options.ALL_LAYERS;
    MemoryNeed need = need(all);
    long block = need.onGpus(1) - need.work();
    long output = need.onGpus(all) - need.onGpus(6);
    long cache = need.cache() / 6;
    long copy = 3 * block + output + need.work();
    long both = need.onGpus(all) + copy;
    long head = both - 3 * (block - cache);

    assertThat(need.headBlocks(2, both)).isZero();
    assertThat(need.headBlocks(2, both - 1)).isEqualTo(3);
    assertThat(need.headBlocks(2, head)).isEqualTo(3);
    assertThat(need.headBlocks(2, head - 1)).isZero();
    assertThat(need(4).headBlocks(2, both - 1)).isZero();
  }

  @Test
  void workersThatShareAModelHaveCachesOfTheirOwn() {
    EngineSpec three = new EngineSpec(GpuUse.none(), 2, 512, KvType.F32, false, true, 3);
    MemoryNeed need = MemoryNeed.of(MODEL, three, 0);
    MemoryNeed one = need(0);
    assertThat(need.weights()).isEqualTo(one.weights());
    assertThat(need.cache()).isEqualTo(3 * one.cache());
    assertThat(need.work() + need.logits()).isEqualTo(3 * (one.work() + one.logits()));
  }

  private static MemoryFit fit(GpuUse use, Device... devices) {
    EngineSpec engine = engine(0, 512, KvType.F32).with(use);
    return new MemoryFit(MemoryNeed.of(MODEL, engine, 0), List.of(devices));
  }

  @Test
  void theGpuThatIsShortIsNamedWithWhatToChange() {
    MemoryNeed need = need(0);
    long half = need.onGpus(3);
    Device first = new Device("CUDA0", "a GPU", half, 1L << 40);
    Device second = new Device("CUDA1", "a GPU", 1L << 40, 1L << 40);
    int all = LlamaModel.Options.ALL_LAYERS;
    GpuUse use = new GpuUse(all, List.of(), SplitMode.LAYER, List.of(1.0, 1.0));
    assertThat(fit(use, CPU, first, second).shortage())
        .hasValueSatisfying(
            s ->
                assertThat(s)
                    .startsWith("on CUDA0 it needs about ")
                    .contains("leave --tensor-split out, or give --gpu-layers 6, which fits, or"));
    GpuUse byMemory = GpuUse.layers(all);
    assertThat(fit(byMemory, CPU, first, second).shortage()).isEmpty();
    assertThat(fit(byMemory, CPU, first, second).allOnGpus())
        .contains("free on CUDA0, about", "free on CUDA1: it fits");
    GpuUse one = new GpuUse(all, List.of("CUDA0"), SplitMode.LAYER, List.of());
    assertThat(fit(one, CPU, first, second).shortage())
        .hasValueSatisfying(
            s -> assertThat(s).contains("give --gpu-layers 3,", "name more GPUs with --devices"));
    GpuUse none = new GpuUse(all, List.of("CUDA0", "CUDA1"), SplitMode.NONE, List.of());
    assertThat(fit(none, CPU, first, second).shortage())
        .hasValueSatisfying(s -> assertThat(s).contains("give --split-mode layer"));
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
            s -> assertThat(s).contains("on CUDA0 it needs", "give --gpu-layers 4,"));
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
