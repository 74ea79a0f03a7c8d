package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.EvaluationPlan.Work;
import dev.steerage.evaluation.Inputs.ModelInput;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Counts what a run has to do, and measures how fast the weights for it are. */
final class Planner {
  private final Inputs inputs;
  private final Pending pending;
  private final Calibration calibration;

  Planner(Inputs inputs, Pending pending, Calibration calibration) {
    this.inputs = inputs;
    this.pending = pending;
    this.calibration = calibration;
  }

  /** The plan; loads each set of weights with much to do for a moment, one at a time. */
  EvaluationPlan plan(List<Preflight> models) {
    IntSummaryStatistics conditions = new IntSummaryStatistics();
    List<Work> works = new ArrayList<>();
    for (Preflight model : models) {
      Set<ModelInput> weights = new LinkedHashSet<>();
      for (Behavior behavior : inputs.behaviors()) {
        List<Cell> cells = inputs.cells(model.input().name(), behavior.name());
        conditions.accept(cells.size());
        cells.forEach(cell -> weights.add(Evaluation.weights(cell, model.input())));
      }
      weights.forEach(w -> works.add(work(model, w)));
    }
    return new EvaluationPlan(
        models.size(), inputs.behaviors().size(), conditions.getMin(), conditions.getMax(), works);
  }

  private Work work(Preflight model, ModelInput weights) {
    int count = 0;
    int complete = 0;
    long tokens = 0;
    long bytes = 0;
    Behavior first = inputs.behaviors().get(0);
    for (Behavior behavior : inputs.behaviors()) {
      for (Cell cell : inputs.cells(model.input().name(), behavior.name())) {
        if (Evaluation.weights(cell, model.input()).equals(weights)) {
          List<Integer> parts = pending.parts(cell.condition(), behavior);
          count++;
          complete += parts.isEmpty() ? 1 : 0;
          first = tokens == 0 && !parts.isEmpty() ? behavior : first;
          for (int part : parts) {
            tokens += model.tokens(behavior.name(), cell.setting(), part);
            bytes += model.bytes(behavior.name(), cell.setting(), part);
          }
        }
      }
      tokens += weights.equals(model.input()) ? pending.tokensToMeasure(model, behavior) : 0;
    }
    return new Work(
        model.input().name(),
        weights.name(),
        count,
        complete,
        tokens,
        bytes,
        calibration.isWorthwhile(tokens) ? calibration.speed(model, weights, first) : null);
  }
}
