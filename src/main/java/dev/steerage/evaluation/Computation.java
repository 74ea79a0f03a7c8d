package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Computes what a run folder still lacks, one model after the other. */
final class Computation {
  private final EvaluationSpec spec;
  private final Inputs inputs;
  private final EvaluationListener listener;
  private final RunFolder run;
  private final References references;
  private final ResidualNorms norms;
  private final Workload workload;
  private final Provenance provenance;
  private long tokensDecoded;

  Computation(
      EvaluationSpec spec,
      Inputs inputs,
      EvaluationListener listener,
      RunFolder run,
      References references,
      ResidualNorms norms,
      Workload workload,
      Provenance provenance) {
    this.spec = spec;
    this.inputs = inputs;
    this.listener = listener;
    this.run = run;
    this.references = references;
    this.norms = norms;
    this.workload = workload;
    this.provenance = provenance;
  }

  /** Computes every cell of these models that is missing. */
  void run(List<Preflight> models) {
    start(models);
    for (Preflight model : references.referencesFirst(models)) {
      for (ModelInput weights : missingWeights(model)) {
        compute(model, weights);
      }
    }
  }

  /** Tokens decoded by {@link #run}. */
  long tokensDecoded() {
    return tokensDecoded;
  }

  private void start(List<Preflight> preflights) {
    long tokens = 0;
    int complete = 0;
    for (Preflight model : preflights) {
      tokens += neutral(model).tokens(isBeside(model));
      for (Behavior behavior : inputs.behaviors()) {
        tokens += tokens(model, behavior);
        for (Cell cell : inputs.cells(model.input().name(), behavior.name())) {
          complete += isComplete(cell, behavior) ? 1 : 0;
        }
      }
    }
    listener.started(tokens, inputs.allCells().size() - complete, complete);
  }

  private boolean isComplete(Cell cell, Behavior behavior) {
    return IntStream.range(0, Evaluation.parts(behavior))
        .allMatch(part -> run.holds(cell.condition(), part));
  }

  /** Tokens that are still to be decoded of a behavior for a model. */
  private long tokens(Preflight model, Behavior behavior) {
    boolean measures = !unmeasured(model, behavior).isEmpty();
    long tokens = 0;
    for (int part = 0; part < Evaluation.parts(behavior); part++) {
      for (Cell cell : workload.missing(model.input().name(), behavior, part)) {
        boolean beside =
            workload.lacksTokens(cell, part)
                && workload.isComparedWithReference(model, cell)
                && !workload.keepsReferences();
        tokens += (beside ? 2 : 1) * model.tokens(behavior.name(), cell.setting(), part);
      }
      Cell baseline = baseline(model, behavior);
      if (measures
          && !workload.lacksTokens(baseline, part)
          && !workload.lacksLogits(baseline, behavior, part)) {
        // a baseline that is decoded anyway is measured on the way
        tokens += model.tokens(behavior.name(), Setting.BASELINE, part);
      }
    }
    return tokens;
  }

  private static Cell baseline(Preflight model, Behavior behavior) {
    return new Cell(Condition.baseline(model.input().name(), behavior.name()), Setting.BASELINE);
  }

  /** The weights that cells of a model still need: its own first, then fine-tuned ones. */
  private Set<ModelInput> missingWeights(Preflight model) {
    Set<ModelInput> weights = new LinkedHashSet<>(neutral(model).weights());
    for (Behavior behavior : inputs.behaviors()) {
      for (int part = 0; part < Evaluation.parts(behavior); part++) {
        workload
            .missing(model.input().name(), behavior, part)
            .forEach(cell -> weights.add(weights(cell, model.input())));
      }
    }
    return weights;
  }

  private static ModelInput weights(Cell cell, ModelInput own) {
    ModelInput other = cell.setting().weights();
    return other == null ? own : other;
  }

  private void compute(Preflight preflight, ModelInput weights) {
    listener.stage("loading " + weights.name());
    boolean isOwn = weights.equals(preflight.input());
    EngineSpec engine = spec.engine();
    try (Engine loaded = Engine.load(weights, engine, preflight.mostTokens());
        Engine beside = isOwn ? loadBeside(preflight) : null;
        PairScorer scorer =
            new PairScorer(
                loaded.context(),
                loaded.model().vocabularySize(),
                engine.batchTokens(),
                this::decoded)) {
      provenance.loaded(weights, loaded.model());
      CellRunner runner =
          new CellRunner(
              run,
              preflight,
              workload,
              norms,
              loaded,
              scorer,
              engine.batchTokens(),
              isOwn ? reference(preflight, beside) : null);
      for (Behavior behavior : inputs.behaviors()) {
        listener.stage(weights.name() + " on " + behavior.name());
        if (isOwn) {
          runner.baseline(behavior, baseline(preflight, behavior), unmeasured(preflight, behavior));
        }
        for (int part = 0; part < Evaluation.parts(behavior); part++) {
          List<Cell> cells =
              workload.missing(preflight.input().name(), behavior, part).stream()
                  .filter(cell -> !cell.condition().isBaseline())
                  .filter(cell -> weights(cell, preflight.input()).equals(weights))
                  .toList();
          runner.run(behavior, part, cells);
        }
        workload.release(preflight.input().name(), behavior);
        references.of(preflight).ifPresent(r -> workload.release(r.input().name(), behavior));
      }
      listener.stage(weights.name() + " on neutral text");
      new NeutralRunner(
              run,
              neutral(preflight),
              preflight,
              norms,
              loaded,
              engine.batchTokens(),
              neutralReference(preflight, beside),
              this::decoded)
          .run(weights);
    }
  }

  /** The reference of a model, where it is to decode beside it. */
  private @Nullable Engine loadBeside(Preflight model) {
    if (!isBeside(model)) {
      return null;
    }
    return references
        .of(model)
        .map(
            reference -> {
              listener.stage("loading " + reference.input().name() + ", the reference");
              return Engine.load(reference.input(), spec.engine(), model.mostTokens());
            })
        .orElse(null);
  }

  private @Nullable ReferenceRun reference(Preflight model, @Nullable Engine beside) {
    return references
        .of(model)
        .map(r -> new ReferenceRun(run, inputs, r.input().name(), norms, beside))
        .orElse(null);
  }

  private NeutralWork neutral(Preflight model) {
    return new NeutralWork(inputs, model, run);
  }

  /** Files of a reference's logits are of the behaviors' texts alone. */
  private NeutralReference neutralReference(Preflight model, @Nullable Engine beside) {
    ReferenceRun reference = beside == null ? null : reference(model, beside);
    return pass -> {
      ReferenceRun.Open open = reference == null ? null : reference.open(pass.anyCell(), 0);
      return open == null ? null : open.source();
    };
  }

  private boolean isBeside(Preflight model) {
    return !workload.keepsReferences()
        && spec.comparison().divergence()
        && references.of(model).isPresent();
  }

  /** Layers of cells still to be computed after which the residual stream's norm is not known. */
  private Set<Integer> unmeasured(Preflight model, Behavior behavior) {
    String name = model.input().name();
    Set<Integer> layers = new TreeSet<>();
    for (Cell cell : inputs.cells(name, behavior.name())) {
      Steering steering = cell.setting().steering();
      if (steering != null
          && norms.find(name, behavior.name(), steering.layer()).isEmpty()
          && !isComplete(cell, behavior)) {
        layers.add(steering.layer());
      }
    }
    return layers;
  }

  private void decoded(long tokens) {
    tokensDecoded += tokens;
    listener.decoded(tokens);
  }
}
