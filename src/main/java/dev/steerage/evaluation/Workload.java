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

/** What of a run is still to be done, as its folder is now, and which logits that needs. */
final class Workload {
  /** What one comparison adds to a row of a token file: mostly a divergence's digits. */
  private static final int COMPARISON_BYTES = 22;

  private final Optional<RunFolder> run;
  private final Inputs inputs;
  private final ComparisonSpec comparison;
  private final References references;
  private final ResidualNorms norms;
  private final boolean keepsReferences;
  private final Share share;

  /** All of a run. */
  Workload(
      Optional<RunFolder> run,
      Inputs inputs,
      ComparisonSpec comparison,
      References references,
      ResidualNorms norms,
      boolean keepsReferences) {
    this(run, inputs, comparison, references, norms, keepsReferences, Share.ALL);
  }

  /**
   * @param run empty for one that has not begun
   * @param norms those that are known
   * @param keepsReferences whether the logits of reference models are kept in files
   * @param share the cells to be done
   */
  Workload(
      Optional<RunFolder> run,
      Inputs inputs,
      ComparisonSpec comparison,
      References references,
      ResidualNorms norms,
      boolean keepsReferences,
      Share share) {
    this.share = share;
    this.run = run;
    this.inputs = inputs;
    this.comparison = comparison;
    this.references = references;
    this.norms = norms;
    this.keepsReferences = keepsReferences;
  }

  /** Whether the logits of reference models are kept in files; else the models decode beside. */
  boolean keepsReferences() {
    return keepsReferences;
  }

  /** Whether other models are compared with this one. */
  boolean isReference(Preflight model) {
    return !references.dependents(model.input().name()).isEmpty();
  }

  /** Cells of a part (0-based) of a behavior whose tokens or whose wanted logits are missing. */
  List<Cell> missing(String model, Behavior behavior, int part) {
    return inputs.cells(model, behavior.name()).stream()
        .filter(cell -> isToDo(cell, behavior, part))
        .toList();
  }

  /** The conditions of a model on a behavior, the baseline first. */
  List<Cell> cells(Preflight model, Behavior behavior) {
    return inputs.cells(model.input().name(), behavior.name());
  }

  /** Whether a cell's tokens are computed here; all but other shards' cells are. */
  boolean has(Cell cell) {
    return share.has(cell.condition());
  }

  /** Whether a part (0-based) of a cell is still to be computed here. */
  boolean lacksTokens(Cell cell, int part) {
    return has(cell) && (run.isEmpty() || !run.get().holds(cell.condition(), part));
  }

  /** Whether a part (0-based) of a cell, or its wanted logits, are still to be computed here. */
  boolean isToDo(Cell cell, Behavior behavior, int part) {
    return lacksTokens(cell, part) || lacksLogits(cell, behavior, part);
  }

  /** Whether every part of a cell is there. */
  boolean isComplete(Cell cell, Behavior behavior) {
    return parts(behavior).noneMatch(part -> lacksTokens(cell, part));
  }

  static IntStream parts(Behavior behavior) {
    return IntStream.range(0, Evaluation.parts(behavior));
  }

  /** The weights that cells of a model still need: its own first, then fine-tuned ones. */
  Set<ModelInput> weights(Preflight model) {
    Set<ModelInput> weights = new LinkedHashSet<>();
    if (inputs.behaviors().stream().anyMatch(b -> !unmeasured(model, b).isEmpty())) {
      weights.add(model.input());
    }
    weights.addAll(neutral(model).weights());
    weights.addAll(capability(model).weights());
    for (Behavior behavior : inputs.behaviors()) {
      parts(behavior)
          .forEach(
              part ->
                  missing(model.input().name(), behavior, part)
                      .forEach(cell -> weights.add(Evaluation.weights(cell, model.input()))));
    }
    return weights;
  }

  /** What is to be done on the neutral text. */
  NeutralWork neutral(Preflight model) {
    return new NeutralWork(inputs, model, run, share);
  }

  /** What is to be done on the sets of questions. */
  CapabilityWork capability(Preflight model) {
    return new CapabilityWork(inputs, model, run);
  }

  /** Tokens still to be decoded of the neutral text, with some weights. */
  long neutralTokens(Preflight model, ModelInput weights) {
    return neutral(model).tokens(weights, hasCompany(model));
  }

  /** Whether a model's reference decodes beside it. */
  boolean hasCompany(Preflight model) {
    return !keepsReferences && comparison.divergence() && references.of(model).isPresent();
  }

  /**
   * Layers of cells still to be computed after which the residual stream's norm is not known; with
   * cells of other shards, because what is captured in a pass may change its last bits on a GPU.
   */
  Set<Integer> unmeasured(Preflight model, Behavior behavior) {
    String name = model.input().name();
    Set<Integer> layers = new TreeSet<>();
    if (!share.has(Condition.baseline(name, behavior.name())) || isDone(behavior)) {
      return layers;
    }
    for (Cell cell : inputs.cells(name, behavior.name())) {
      Steering steering = cell.setting().steering();
      if (steering != null
          && norms.find(name, behavior.name(), steering.layer()).isEmpty()
          && (!has(cell) || !isComplete(cell, behavior))) {
        layers.add(steering.layer());
      }
    }
    return layers;
  }

  private boolean isDone(Behavior behavior) {
    return inputs.models().stream()
        .flatMap(model -> inputs.cells(model.name(), behavior.name()).stream())
        .allMatch(cell -> isComplete(cell, behavior));
  }

  /** Tokens still to be decoded for a cell, those of a reference beside it among them. */
  long tokens(Preflight model, Behavior behavior, Cell cell) {
    return parts(behavior).mapToLong(part -> tokens(model, behavior, cell, part)).sum();
  }

  private long tokens(Preflight model, Behavior behavior, Cell cell, int part) {
    boolean lacksTokens = lacksTokens(cell, part);
    boolean isMeasured = cell.condition().isBaseline() && !unmeasured(model, behavior).isEmpty();
    if (!lacksTokens && !lacksLogits(cell, behavior, part) && !isMeasured) {
      return 0;
    }
    long once = model.tokens(behavior.name(), cell.setting(), part);
    boolean hasCompany = lacksTokens && !keepsReferences && isComparedWithReference(model, cell);
    return hasCompany ? 2 * once : once;
  }

  /** Bytes, about, of a cell's missing token files. */
  long bytes(Preflight model, Behavior behavior, Cell cell) {
    int comparisons =
        (isComparedWithBaseline(cell) ? 1 : 0) + (isComparedWithReference(model, cell) ? 1 : 0);
    return parts(behavior)
        .filter(part -> lacksTokens(cell, part))
        .mapToObj(part -> model.size(behavior.name(), cell.setting(), part))
        .mapToLong(size -> size.bytes() + size.rows() * COMPARISON_BYTES * comparisons)
        .sum();
  }

  /** Bytes of the logits of a cell that are kept for a while. */
  long logitBytes(Preflight model, Behavior behavior, Cell cell) {
    return parts(behavior)
        .filter(part -> wantsLogits(cell, behavior, part))
        .mapToLong(
            part -> model.size(behavior.name(), cell.setting(), part).rows() * model.rowBytes())
        .sum();
  }

  /** Whether others are to be compared with a cell and its logits are not there. */
  boolean lacksLogits(Cell cell, Behavior behavior, int part) {
    return wantsLogits(cell, behavior, part)
        && (run.isEmpty() || !run.get().logits().hold(cell.condition(), part));
  }

  /** Whether cells that are still to be computed are compared with a cell's kept logits. */
  boolean wantsLogits(Cell cell, Behavior behavior, int part) {
    if (!comparison.divergence() || cell.condition().isRandomDirection()) {
      return false;
    }
    Condition condition = cell.condition();
    boolean isWantedHere =
        condition.isBaseline()
            && inputs.cells(condition.model(), behavior.name()).stream()
                .anyMatch(other -> isComparedWithBaseline(other) && lacksTokens(other, part));
    return isWantedHere
        || (keepsReferences
            && isComparable(cell)
            && references.dependents(condition.model()).stream()
                .flatMap(model -> inputs.cells(model, behavior.name()).stream())
                .anyMatch(other -> isSame(other, cell) && lacksTokens(other, part)));
  }

  /** Whether a cell's distributions are compared with those of its model's baseline. */
  boolean isComparedWithBaseline(Cell cell) {
    return comparison.divergence()
        && !cell.condition().isBaseline()
        && !cell.condition().isRandomDirection();
  }

  /** Whether they are compared with those of a reference model under the same condition. */
  boolean isComparedWithReference(Preflight model, Cell cell) {
    return comparison.divergence()
        && isComparable(cell)
        && references.of(model).filter(reference -> hasCondition(reference, cell)).isPresent();
  }

  /** A fine-tuned model is the same file whichever model it stands for. */
  private static boolean isComparable(Cell cell) {
    return !cell.condition().isRandomDirection() && cell.setting().weights() == null;
  }

  private boolean hasCondition(Preflight model, Cell cell) {
    return inputs.cells(model.input().name(), cell.condition().behavior()).stream()
        .anyMatch(other -> isSame(other, cell));
  }

  private static boolean isSame(Cell a, Cell b) {
    return a.condition().condition().equals(b.condition().condition());
  }

  /** Takes away kept logits that are not as long as they were written: they are made again. */
  void deleteCutOff(List<Preflight> models) {
    for (Preflight model : models) {
      for (Behavior behavior : inputs.behaviors()) {
        for (Cell cell : inputs.cells(model.input().name(), behavior.name())) {
          parts(behavior).forEach(part -> deleteCutOff(model, behavior, cell, part));
        }
      }
    }
  }

  private void deleteCutOff(Preflight model, Behavior behavior, Cell cell, int part) {
    if (run.isEmpty() || !run.get().logits().hold(cell.condition(), part)) {
      return;
    }
    long bytes = model.size(behavior.name(), cell.setting(), part).rows() * model.rowBytes();
    if (run.get().logits().bytes(cell.condition(), part) != bytes) {
      run.get().logits().delete(cell.condition(), part);
    }
  }

  /** Takes away kept logits of a model on a behavior that nothing is compared with any more. */
  void release(String model, Behavior behavior) {
    for (Cell cell : inputs.cells(model, behavior.name())) {
      parts(behavior)
          .filter(part -> !wantsLogits(cell, behavior, part))
          .forEach(part -> run.ifPresent(folder -> folder.logits().delete(cell.condition(), part)));
    }
  }
}
