package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.runlog.Condition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * About how much work each cell of a run is, known without measuring, so that every machine divides
 * the cells alike: tokens × weights that a token goes through, in multiplications.
 */
final class CellCosts {
  /** A load takes about as long as so many tokens, which keeps a model's cells together. */
  private static final int TOKENS_OF_LOAD = 2048;

  private final Inputs inputs;
  private final References references;
  private final EngineSpec engine;
  private final Workload whole;
  private final Map<Path, Double> sizes = new HashMap<>();
  private final Map<String, Double> loads = new LinkedHashMap<>();
  private final List<Partition.Task> tasks = new ArrayList<>();

  private CellCosts(Inputs inputs, EvaluationSpec spec, References references) {
    this.inputs = inputs;
    this.references = references;
    this.engine = spec.engine();
    this.whole =
        new Workload(
            Optional.empty(), inputs, spec.comparison(), references, new ResidualNorms(), false);
  }

  /** Those of a run; nothing of what is there already counts. */
  static CellCosts of(
      Inputs inputs, EvaluationSpec spec, References references, List<Preflight> models) {
    CellCosts costs = new CellCosts(inputs, spec, references);
    for (Preflight model : models) {
      inputs.behaviors().forEach(behavior -> costs.add(model, behavior));
    }
    return costs;
  }

  /** The shard, from 1, of each cell. */
  Map<Condition, Integer> divided(int shards) {
    return Partition.of(tasks, loads, shards);
  }

  private void add(Preflight model, Behavior behavior) {
    SplitChoice split = new SplitChoice(model, whole, engine);
    Map<Optional<String>, Set<Integer>> choice = new HashMap<>();
    split
        .systemPrompts(behavior)
        .forEach(prompt -> choice.put(prompt, split.layers(behavior, prompt.orElse(null))));
    for (Cell cell : inputs.cells(model.input().name(), behavior.name())) {
      ModelInput weights = Evaluation.weights(cell, model.input());
      double size = size(weights.file());
      loads.put(weights.name(), size * TOKENS_OF_LOAD);
      double cost = cost(model, behavior, cell, choice) + neutral(model, cell, size);
      tasks.add(new Partition.Task(cell.condition(), weights.name(), cost));
    }
  }

  private double cost(
      Preflight model,
      Behavior behavior,
      Cell cell,
      Map<Optional<String>, Set<Integer>> splitLayers) {
    double tokens =
        Workload.parts(behavior)
            .mapToLong(part -> model.tokens(behavior.name(), cell.setting(), part))
            .sum();
    double beside =
        whole.isComparedWithReference(model, cell)
            ? references.of(model).map(r -> size(r.input().file())).orElse(0.0)
            : 0;
    double own = size(Evaluation.weights(cell, model.input()).file());
    return tokens * (own * shareBehind(model, cell, splitLayers) + beside);
  }

  /** The blocks that are decoded for this cell alone, of all. */
  private static double shareBehind(
      Preflight model, Cell cell, Map<Optional<String>, Set<Integer>> splitLayers) {
    Steering steering = cell.setting().steering();
    if (steering == null || !SplitChoice.isSplittable(cell)) {
      return 1;
    }
    Set<Integer> layers =
        splitLayers.getOrDefault(Optional.ofNullable(cell.setting().systemPrompt()), Set.of());
    return layers.contains(steering.layer())
        ? 1 - (steering.layer() + 1.0) / model.shape().layers()
        : 1;
  }

  private static double neutral(Preflight model, Cell cell, double size) {
    NeutralChunks chunks = model.neutral();
    return chunks == null || !NeutralWork.isRead(cell) ? 0 : chunks.tokens() * size;
  }

  private double size(Path file) {
    return sizes.computeIfAbsent(file, f -> (double) GgufModel.read(f).weights());
  }
}
