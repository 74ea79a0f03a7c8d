package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;
import dev.steerage.vector.GgufTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What memory a model takes with an engine's settings, before it is loaded. Weights and KV cache
 * are counted as llama.cpp lays them out (llama-model.cpp: the last {@code n_gpu_layers} of blocks
 * and output matrix go to GPUs, one GPU after the other by their shares, token embeddings stay;
 * llama-kv-cache.cpp); the room that a batch needs for activations is an estimate.
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

  /**
   * Bytes of the KV caches of all workers; 0 where the file does not say how wide keys and values
   * are.
   */
  public long cache() {
    return blocks() * cacheOfBlock();
  }

  /** About the bytes of activations and logits of a batch of each worker. */
  public long work() {
    long batch = engine.batchTokens();
    long width = own("embedding_length").orElse(0L);
    long feed = own("feed_forward_length").orElse(4 * width);
    long heads = own("attention.head_count").orElse(1L);
    long scores = engine.flashAttention() ? 0 : 2 * heads * cells;
    long floats = vocabulary() + scores + 3 * feed + 6 * width;
    return Float.BYTES * batch * engine.workers() * floats;
  }

  /** Bytes of logits that are kept for Java, in the computer's own memory. */
  public long logits() {
    return (long) engine.workers() * Float.BYTES * engine.batchTokens() * vocabulary();
  }

  /** With which settings. */
  EngineSpec engine() {
    return engine;
  }

  /** Bytes of all of it, wherever it is. */
  public long all() {
    return weights() + cache() + work() + logits();
  }

  /**
   * Bytes on one GPU that has all that is on GPUs.
   *
   * @param layers blocks there, {@link LlamaModel.Options#ALL_LAYERS} or more than there are for
   *     all and the output matrix
   */
  public long onGpus(int layers) {
    return layers == 0 ? 0 : units(layers).stream().mapToLong(Long::longValue).sum() + work();
  }

  /**
   * How many first blocks a model may have on GPUs so that the copy of the later ones, from which
   * the conditions of a layer go on, has room beside them there. Caches stay where the blocks would
   * be.
   *
   * @param layer 0-based, behind which the copy begins
   * @param room bytes on GPUs for both
   * @return 0 where all blocks have room beside the copy, where not even the first ones have, and
   *     where not all blocks are to be on GPUs
   */
  int headBlocks(int layer, long room) {
    if (engine.gpuLayers() != LlamaModel.Options.ALL_LAYERS && engine.gpuLayers() <= blocks()) {
      return 0;
    }
    List<Long> units = units(LlamaModel.Options.ALL_LAYERS);
    long whole = onGpus(LlamaModel.Options.ALL_LAYERS);
    long copy = units.stream().skip(layer + 1L).mapToLong(Long::longValue).sum() + work();
    long weightsBehind =
        units.subList(layer + 1, blocks()).stream().mapToLong(Long::longValue).sum()
            - (blocks() - layer - 1L) * cacheOfBlock();
    boolean isTooMuch = whole + copy > room;
    return isTooMuch && whole - weightsBehind + copy <= room ? layer + 1 : 0;
  }

  /**
   * Bytes on each of several GPUs, each with room for a batch.
   *
   * @param layers as in {@link #onGpus(int)}
   * @param mode how they share the model; rows and tensors are counted as spread by the shares
   * @param shares of each, 0 or more, not all of them 0
   */
  public List<Long> onGpus(int layers, SplitMode mode, List<Double> shares) {
    List<Long> units = units(layers);
    double total = shares.stream().mapToDouble(Double::doubleValue).sum();
    List<Long> bytes = new ArrayList<>();
    double before = 0;
    for (double share : shares) {
      double after = before + share / total;
      long own =
          mode == SplitMode.LAYER
              ? between(units, before, after)
              : (long) (between(units, 0, 1) * (after - before));
      bytes.add(layers == 0 || own == 0 ? 0 : own + work());
      before = after;
    }
    return bytes;
  }

  /** A device has the units that begin within its share of their number. */
  private static long between(List<Long> units, double from, double to) {
    long bytes = 0;
    for (int i = 0; i < units.size(); i++) {
      float place = (float) i / units.size();
      boolean isLast = to > 1 - 1e-6;
      bytes += place >= (float) from && (isLast || place < (float) to) ? units.get(i) : 0;
    }
    return bytes;
  }

  /** Bytes of each block on GPUs with its cache, and of the output matrix where that is there. */
  private List<Long> units(int layers) {
    boolean all = layers == LlamaModel.Options.ALL_LAYERS || layers > blocks();
    int first = all ? 0 : blocks() - layers;
    if (layers == 0 || blocks() == 0) {
      return List.of();
    }
    long[] bytes = new long[blocks() - first + (all ? 1 : 0)];
    Arrays.fill(bytes, 0, blocks() - first, cacheOfBlock());
    for (GgufTensor tensor : model.tensors().values()) {
      Matcher block = BLOCK.matcher(tensor.name());
      long number = block.matches() ? Long.parseLong(block.group(1)) : -1;
      if (number >= first && number < blocks()) {
        bytes[(int) number - first] += tensor.bytes();
      } else if (number < 0 && all && isOutput(tensor)) {
        bytes[bytes.length - 1] += tensor.bytes();
      }
    }
    return Arrays.stream(bytes).boxed().toList();
  }

  /**
   * The most blocks that a condition allows, {@link LlamaModel.Options#ALL_LAYERS} for all and the
   * output matrix; empty where it allows none.
   */
  public Optional<Integer> most(IntPredicate fits) {
    for (int layers = blocks() + 1; layers > 0; layers--) {
      if (fits.test(layers)) {
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
    return engine.workers() * cells * shared * (key + value) * bytes;
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
