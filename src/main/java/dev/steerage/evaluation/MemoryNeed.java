package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.vector.GgufTensor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What memory a model takes with an engine's settings, before it is loaded. Weights and KV cache
 * are counted as llama.cpp lays them out (llama-model.cpp: the last {@code n_gpu_layers} of blocks
 * and output matrix go to GPUs, token embeddings stay; llama-kv-cache.cpp); the room that a batch
 * needs for activations is an estimate.
 */
public final class MemoryNeed {
  private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\..*");
  private static final long CELLS_TO = 256; // llama.cpp pads its caches to it

  private final GgufModel model;
  private final EngineSpec engine;
  private final long cells;

  private MemoryNeed(GgufModel model, EngineSpec engine, int cells) {
    this.model = model;
    this.engine = engine;
    this.cells = (Math.max(cells, engine.batchTokens()) + CELLS_TO - 1) / CELLS_TO * CELLS_TO;
  }

  /**
   * Of a model's file.
   *
   * @param cells tokens that the context holds, at least; a batch's number of them is the least
   * @throws InputException if the file is no GGUF model
   */
  public static MemoryNeed of(Path file, EngineSpec engine, int cells) {
    return of(GgufModel.read(file), engine, cells);
  }

  static MemoryNeed of(GgufModel model, EngineSpec engine, int cells) {
    return new MemoryNeed(model, engine, cells);
  }

  /** Number of blocks; 0 where the file does not say. */
  public int blocks() {
    return Math.toIntExact(Math.min(own("block_count").orElse(0L), 1 << 16));
  }

  /** Bytes of all weights. */
  public long weights() {
    return model.tensors().values().stream().mapToLong(GgufTensor::bytes).sum();
  }

  /** Bytes of the KV cache; 0 where the file does not say how wide keys and values are. */
  public long cache() {
    return blocks() * cacheOfBlock();
  }

  /** About the bytes of activations and logits of a batch. */
  public long work() {
    long batch = engine.batchTokens();
    long width = own("embedding_length").orElse(0L);
    long feed = own("feed_forward_length").orElse(4 * width);
    long heads = own("attention.head_count").orElse(1L);
    long scores = engine.flashAttention() ? 0 : 2 * heads * cells;
    return Float.BYTES * batch * (vocabulary() + scores + 3 * feed + 6 * width);
  }

  /** Bytes of logits that are kept for Java, in the computer's own memory. */
  public long logits() {
    return (long) Float.BYTES * engine.batchTokens() * vocabulary();
  }

  /** Bytes on GPUs with the engine's number of blocks there. */
  public long onGpus() {
    return onGpus(engine.gpuLayers());
  }

  /** Bytes of all of it, wherever it is. */
  public long all() {
    return weights() + cache() + work() + logits();
  }

  /**
   * Bytes on GPUs.
   *
   * @param layers blocks there, {@link LlamaModel.Options#ALL_LAYERS} or more than there are for
   *     all and the output matrix
   */
  public long onGpus(int layers) {
    boolean all = layers == LlamaModel.Options.ALL_LAYERS || layers > blocks();
    int first = all ? 0 : blocks() - layers;
    if (layers == 0 || blocks() == 0) {
      return 0;
    }
    long weights = 0;
    for (GgufTensor tensor : model.tensors().values()) {
      Matcher block = BLOCK.matcher(tensor.name());
      boolean isThere =
          block.matches() ? Long.parseLong(block.group(1)) >= first : all && isOutput(tensor);
      weights += isThere ? tensor.bytes() : 0;
    }
    return weights + (blocks() - first) * cacheOfBlock() + work();
  }

  /** Most blocks that fit into so many bytes on GPUs; empty where none do. */
  public Optional<Integer> fitting(long bytes) {
    for (int layers = blocks() + 1; layers > 0; layers--) {
      if (onGpus(layers) <= bytes) {
        return Optional.of(layers > blocks() ? LlamaModel.Options.ALL_LAYERS : layers);
      }
    }
    return Optional.empty();
  }

  /** A model without an output matrix of its own uses a copy of the embeddings. */
  private boolean isOutput(GgufTensor tensor) {
    return tensor.name().startsWith("output")
        || (tensor.name().equals("token_embd.weight")
            && !model.tensors().containsKey("output.weight"));
  }

  private long cacheOfBlock() {
    long width = own("embedding_length").orElse(0L);
    long heads = own("attention.head_count").orElse(1L);
    long shared = own("attention.head_count_kv").orElse(heads);
    long key = own("attention.key_length").orElse(heads == 0 ? 0 : width / heads);
    long value = own("attention.value_length").orElse(key);
    int bytes = engine.kvType() == KvType.F16 ? Short.BYTES : Float.BYTES;
    return cells * shared * (key + value) * bytes;
  }

  private long vocabulary() {
    GgufTensor embeddings = model.tensors().get("token_embd.weight");
    return embeddings == null || embeddings.dimensions().size() < 2
        ? 0
        : embeddings.dimensions().get(1);
  }

  private Optional<Long> own(String key) {
    return model
        .number(model.header().text("general.architecture").orElse("") + "." + key)
        .filter(n -> n >= 0);
  }
}
