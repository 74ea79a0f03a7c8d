package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is still to be computed in a run folder, and which logits that needs. */
final class Workload {
  private final RunFolder run;
  private final Inputs inputs;
  private final ComparisonSpec comparison;
  private final References references;
  private final boolean keepsReferences;

  /**
   * @param keepsReferences whether the logits of reference models are kept in files
   */
  Workload(
      RunFolder run,
      Inputs inputs,
      ComparisonSpec comparison,
      References references,
      boolean keepsReferences) {
    this.run = run;
    this.inputs = inputs;
    this.comparison = comparison;
    this.references = references;
    this.keepsReferences = keepsReferences;
  }

  /** Whether the logits of reference models are kept in files; else the models decode beside. */
  boolean keepsReferences() {
    return keepsReferences;
  }

  /** Cells of a part (0-based) of a behavior whose tokens or whose wanted logits are missing. */
  List<Cell> missing(String model, Behavior behavior, int part) {
    return inputs.cells(model, behavior.name()).stream()
        .filter(cell -> lacksTokens(cell, part) || lacksLogits(cell, behavior, part))
        .toList();
  }

  boolean lacksTokens(Cell cell, int part) {
    return !run.holds(cell.condition(), part);
  }

  /** Whether others are to be compared with a cell and its logits are not there. */
  boolean lacksLogits(Cell cell, Behavior behavior, int part) {
    return wantsLogits(cell, behavior, part)
        && !Files.isRegularFile(run.logitFile(cell.condition(), part));
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

  /** Whether they are compared with those of a reference model. */
  boolean isComparedWithReference(Preflight model, Cell cell) {
    return comparison.divergence() && references.of(model).isPresent() && isComparable(cell);
  }

  /** A fine-tuned model is the same file whichever model it stands for. */
  private static boolean isComparable(Cell cell) {
    return !cell.condition().isRandomDirection() && cell.setting().weights() == null;
  }

  private static boolean isSame(Cell a, Cell b) {
    return a.condition().condition().equals(b.condition().condition());
  }

  /** Takes away kept logits of a model on a behavior that nothing is compared with any more. */
  void release(String model, Behavior behavior) {
    for (Cell cell : inputs.cells(model, behavior.name())) {
      for (int part = 0; part < Evaluation.parts(behavior); part++) {
        if (!wantsLogits(cell, behavior, part)) {
          delete(run.logitFile(cell.condition(), part));
        }
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted", e);
    }
  }
}
