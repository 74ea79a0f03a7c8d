package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the layer split is worth it: blocks up to a layer give the same for every condition that
 * adds something behind that layer and not before, so that they need be decoded once.
 *
 * @param preflight of the model
 * @param workload what is still to be computed
 * @param engine how
 */
record SplitChoice(Preflight preflight, Workload workload, EngineSpec engine) {
  /** Conditions of a layer for which a second copy of later blocks is loaded. */
  private static final int LEAST_CONDITIONS = 3;

  /** Batches of the whole model that must be saved, so that loading and checking add little. */
  private static final int LEAST_BATCHES = 8;

  /** What a layer's conditions have in common. */
  private static final class Layer {
    int cells;
    double savedTokens;
    double savedHere;
  }

  /**
   * Layers (0-based, ascending) of a behavior's texts behind which conditions go on by themselves.
   *
   * @param systemPrompt of these conditions; null for the pairs' own
   */
  SortedSet<Integer> layers(Behavior behavior, @Nullable String systemPrompt) {
    return new TreeSet<>(worthwhile(behavior, systemPrompt).keySet());
  }

  /** Tokens of the whole model that the split saves on a behavior, about. */
  long savedTokens(Behavior behavior) {
    return (long)
        systemPrompts(behavior)
            .flatMap(prompt -> worthwhile(behavior, prompt.orElse(null)).values().stream())
            .mapToDouble(layer -> layer.savedHere)
            .sum();
  }

  /** Bytes of the residual stream that is kept of a behavior's texts at a time. */
  long rowBytes(Behavior behavior) {
    long rowBytes = (long) preflight.shape().width() * Float.BYTES;
    return systemPrompts(behavior)
        .mapToLong(
            prompt ->
                layers(behavior, prompt.orElse(null)).size()
                    * tokens(behavior, prompt.orElse(null))
                    * rowBytes)
        .sum();
  }

  /** The system prompts of conditions that could be split; empty for the pairs' own. */
  Stream<Optional<String>> systemPrompts(Behavior behavior) {
    return cells(behavior).stream()
        .map(cell -> Optional.ofNullable(cell.setting().systemPrompt()))
        .distinct();
  }

  private List<Cell> cells(Behavior behavior) {
    return workload.cells(preflight, behavior).stream().filter(SplitChoice::isSplittable).toList();
  }

  /** Whether nothing is changed before the layer of a condition's vector. */
  static boolean isSplittable(Cell cell) {
    Setting setting = cell.setting();
    return setting.steering() != null && setting.adaptation() == null && setting.weights() == null;
  }

  private long tokens(Behavior behavior, @Nullable String systemPrompt) {
    Setting setting = Setting.BASELINE.withSystemPrompt(systemPrompt);
    return Workload.parts(behavior)
        .mapToLong(part -> preflight.tokens(behavior.name(), setting, part))
        .sum();
  }

  private TreeMap<Integer, Layer> worthwhile(Behavior behavior, @Nullable String systemPrompt) {
    TreeMap<Integer, Layer> layers = new TreeMap<>();
    int blocks = preflight.shape().layers();
    if (!engine.layerSplit() || preflight.shape().isRecurrent()) {
      return layers;
    }
    for (Cell cell : cells(behavior)) {
      Steering steering = cell.setting().steering();
      if (steering == null
          || steering.layer() >= blocks - 1
          || !Objects.equals(cell.setting().systemPrompt(), systemPrompt)) {
        continue;
      }
      double tokens = missingTokens(behavior, cell);
      if (tokens > 0) {
        Layer layer = layers.computeIfAbsent(steering.layer(), any -> new Layer());
        layer.cells++;
        double share = (steering.layer() + 1.0) / blocks;
        layer.savedTokens += tokens * share;
        layer.savedHere += tokensHere(behavior, cell) * share;
      }
    }
    layers
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().savedHere == 0
                    || entry.getValue().cells < LEAST_CONDITIONS
                    || entry.getValue().cells * (entry.getKey() + 1) < blocks
                    || entry.getValue().savedTokens < LEAST_BATCHES * engine.batchTokens());
    return layers;
  }

  /** With those of other shards: a layer is split in all shards or in none. */
  private double missingTokens(Behavior behavior, Cell cell) {
    return tokens(
        behavior, cell, part -> !workload.has(cell) || workload.isToDo(cell, behavior, part));
  }

  private double tokensHere(Behavior behavior, Cell cell) {
    return tokens(behavior, cell, part -> workload.isToDo(cell, behavior, part));
  }

  private double tokens(Behavior behavior, Cell cell, IntPredicate parts) {
    return Workload.parts(behavior)
        .filter(parts)
        .mapToDouble(part -> preflight.tokens(behavior.name(), cell.setting(), part))
        .sum();
  }
}
