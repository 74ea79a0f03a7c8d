package dev.steerage.evaluation;

import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The later blocks of a loaded model behind some layers, as many of them in memory at a time as
 * have room there.
 */
final class Tails implements AutoCloseable {
  private static final double GIGA = 1e9;

  private final Engine engine;
  private final EngineSpec spec;
  private final int cells;
  private final LongSupplier free;
  private final LongConsumer decoded;
  private final Map<Integer, Tail> loaded = new LinkedHashMap<>();

  /**
   * None is loaded yet.
   *
   * @param engine with the whole model
   * @param cells tokens that a context holds, at least
   * @param free bytes of memory for weights
   * @param decoded hears the number of tokens of each decode
   */
  Tails(Engine engine, EngineSpec spec, int cells, LongSupplier free, LongConsumer decoded) {
    this.engine = engine;
    this.spec = spec;
    this.cells = cells;
    this.free = free;
    this.decoded = decoded;
  }

  /** Why the blocks behind a layer (0-based) cannot be loaded; empty where they can. */
  Optional<String> obstacle(int layer) {
    if (loaded.containsKey(layer)) {
      return Optional.empty();
    }
    try {
      long held = loaded.values().stream().mapToLong(tail -> tail.model().sizeInBytes()).sum();
      long needed = needed(layer);
      long room = room() + held;
      return needed <= room
          ? Optional.empty()
          : Optional.of(
              "with a copy of the blocks behind it the model needs %.1f GB of memory, and %.1f GB are free for it"
                  .formatted(needed / GIGA, room / GIGA));
    } catch (LlamaException e) { // an architecture that cannot be cut
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The blocks behind a layer (0-based); others go where they would not have room beside them.
   *
   * @throws LlamaException if llama.cpp cannot load them
   */
  Tail load(int layer) {
    Tail there = loaded.get(layer);
    if (there != null) {
      return there;
    }
    while (needed(layer) > room() && !loaded.isEmpty()) {
      unload(loaded.keySet().iterator().next());
    }
    Tail tail = Tail.load(engine.model().file(), layer, spec, cells, decoded);
    loaded.put(layer, tail);
    return tail;
  }

  /** Frees the blocks behind a layer, where they are loaded. */
  void unload(int layer) {
    Tail tail = loaded.remove(layer);
    if (tail != null) {
      tail.close();
    }
  }

  /**
   * Bytes that must be free. On the CPU the whole model's weights are a file that is mapped, whose
   * pages count as free memory: those of the first blocks are to stay beside the copy of the later
   * ones.
   */
  private long needed(int layer) {
    LlamaModel model = engine.model();
    long tail = LlamaModel.tailBytes(model.file(), layer + 1);
    long weights = spec.gpuLayers() == 0 ? Math.max(tail, model.sizeInBytes()) : tail;
    int valueBytes = spec.kvType() == KvType.F32 ? 4 : 2;
    // keys and values; models with grouped queries need less
    long cellBytes = 2L * (model.layers() - layer - 1) * model.width() * valueBytes;
    return weights + cellBytes * Math.max(cells, spec.batchTokens());
  }

  private long room() {
    return (long) (FreeMemory.SHARE * free.getAsLong());
  }

  @Override
  public void close() {
    loaded.values().forEach(Tail::close);
    loaded.clear();
  }
}
