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
  private final Workload workload;
  private final Calibration calibration;
  private final EngineSpec engine;

  Planner(Inputs inputs, Workload workload, Calibration calibration, EngineSpec engine) {
    this.inputs = inputs;
    this.engine = engine;
    this.workload = workload;
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
      weights.stream()
          .map(w -> work(model, w))
          .filter(work -> work.cells() > 0 || work.tokens() > 0)
          .forEach(works::add);
    }
    return new EvaluationPlan(
        models.size(),
        inputs.behaviors().size(),
        conditions.getMin(),
        conditions.getMax(),
        works,
        logitBytes(models));
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
          long more = workload.tokens(model, behavior, cell);
          int here = workload.has(cell) ? 1 : 0;
          count += here;
          complete += workload.isComplete(cell, behavior) ? here : 0;
          first = tokens == 0 && more > 0 ? behavior : first;
          tokens += more;
          bytes += workload.bytes(model, behavior, cell);
        }
      }
    }
    tokens += workload.neutralTokens(model, weights);
    tokens += workload.capability(model).tokens(weights);
    bytes += workload.capability(model).bytes(weights);
    long saved = weights.equals(model.input()) ? savedTokens(model) : 0;
    return new Work(
        model.input().name(),
        weights.name(),
        count,
        complete,
        tokens,
        tokens - saved,
        bytes,
        calibration.isWorthwhile(tokens) ? calibration.speed(model, weights, first) : null);
  }

  private long savedTokens(Preflight model) {
    SplitChoice choice = new SplitChoice(model, workload, engine);
    return inputs.behaviors().stream().mapToLong(choice::savedTokens).sum();
  }

  /**
   * Most bytes of logits and residual streams that are kept at once: those of reference models from
   * one model to the next, and of a baseline while its behavior is computed.
   */
  private long logitBytes(List<Preflight> models) {
    long references = 0;
    long most = 0;
    long residuals = 0;
    for (Preflight model : models) {
      for (Behavior behavior : inputs.behaviors()) {
        long here =
            inputs.cells(model.input().name(), behavior.name()).stream()
                .mapToLong(cell -> workload.logitBytes(model, behavior, cell))
                .sum();
        residuals =
            Math.max(residuals, new SplitChoice(model, workload, engine).rowBytes(behavior));
        if (workload.keepsReferences() && workload.isReference(model)) {
          references += here;
        } else {
          most = Math.max(most, here);
        }
      }
    }
    return references + most + residuals;
  }
}
