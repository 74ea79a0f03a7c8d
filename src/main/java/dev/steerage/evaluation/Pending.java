package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What of a run is still to be done, as its folder is now. */
final class Pending {
  private final Inputs inputs;
  private final Optional<RunFolder> run;
  private final ResidualNorms norms;

  /**
   * @param run empty for one that has not begun
   * @param norms those that are known
   */
  Pending(Inputs inputs, Optional<RunFolder> run, ResidualNorms norms) {
    this.inputs = inputs;
    this.run = run;
    this.norms = norms;
  }

  /** Parts (0-based) of a cell that are missing. */
  List<Integer> parts(Condition condition, Behavior behavior) {
    return IntStream.range(0, Evaluation.parts(behavior))
        .filter(part -> !holds(condition, part))
        .boxed()
        .toList();
  }

  private boolean holds(Condition condition, int part) {
    return run.isPresent() && run.get().holds(condition, part);
  }

  /** Cells of a model that lack a part (0-based) of a behavior. */
  List<Cell> cells(Preflight model, Behavior behavior, int part) {
    return inputs.cells(model.input().name(), behavior.name()).stream()
        .filter(cell -> !holds(cell.condition(), part))
        .toList();
  }

  /** The weights that cells of a model still need: its own first, then fine-tuned ones. */
  Set<ModelInput> weights(Preflight model) {
    Set<ModelInput> weights = new LinkedHashSet<>();
    for (Behavior behavior : inputs.behaviors()) {
      for (int part = 0; part < Evaluation.parts(behavior); part++) {
        cells(model, behavior, part)
            .forEach(cell -> weights.add(Evaluation.weights(cell, model.input())));
      }
    }
    return weights;
  }

  /** Layers of cells still to be computed after which the residual stream's norm is not known. */
  Set<Integer> unmeasured(Preflight model, Behavior behavior) {
    String name = model.input().name();
    Set<Integer> layers = new TreeSet<>();
    for (Cell cell : inputs.cells(name, behavior.name())) {
      Steering steering = cell.setting().steering();
      if (steering != null
          && norms.find(name, behavior.name(), steering.layer()).isEmpty()
          && !parts(cell.condition(), behavior).isEmpty()) {
        layers.add(steering.layer());
      }
    }
    return layers;
  }

  /**
   * Tokens of a model's baseline that are decoded once more, to measure the residual stream: its
   * missing parts are measured while they are computed.
   */
  long tokensToMeasure(Preflight model, Behavior behavior) {
    if (unmeasured(model, behavior).isEmpty()) {
      return 0;
    }
    Condition baseline = Condition.baseline(model.input().name(), behavior.name());
    return IntStream.range(0, Evaluation.parts(behavior))
        .filter(part -> holds(baseline, part))
        .mapToLong(part -> model.tokens(behavior.name(), Setting.BASELINE, part))
        .sum();
  }
}
