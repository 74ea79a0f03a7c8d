package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.util.List;
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
  private final SplitLog splits;
  private long tokensDecoded;

  Computation(
      EvaluationSpec spec,
      Inputs inputs,
      EvaluationListener listener,
      RunFolder run,
      References references,
      ResidualNorms norms,
      Workload workload,
      Provenance provenance,
      SplitLog splits) {
    this.splits = splits;
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
    for (Preflight model : references.referencesFirst(models)) {
      for (ModelInput weights : workload.weights(model)) {
        compute(model, weights);
      }
    }
  }

  /** Tokens decoded by {@link #run}. */
  long tokensDecoded() {
    return tokensDecoded;
  }

  private static Cell baseline(Preflight model, Behavior behavior) {
    return new Cell(Condition.baseline(model.input().name(), behavior.name()), Setting.BASELINE);
  }

  private void compute(Preflight preflight, ModelInput weights) {
    listener.stage("loading " + weights.name());
    boolean isOwn = weights.equals(preflight.input());
    EngineSpec engine = spec.engine();
    try (Engine loaded = Engine.load(weights, engine, preflight.cells(engine));
        Engine beside = isOwn ? loadBeside(preflight) : null;
        PairScorer scorer =
            new PairScorer(loaded.context(), Scoring.of(loaded.model(), engine), this::decoded);
        LayerSplit split = split(preflight, loaded)) {
      provenance.loaded(weights, loaded.model());
      CellRunner runner =
          new CellRunner(
              run,
              preflight,
              workload,
              norms,
              loaded,
              scorer,
              split,
              isOwn ? reference(preflight, beside) : null);
      for (Behavior behavior : inputs.behaviors()) {
        listener.stage(weights.name() + " on " + behavior.name());
        if (isOwn) {
          split.begin(behavior);
          runner.baseline(
              behavior, baseline(preflight, behavior), workload.unmeasured(preflight, behavior));
        }
        for (int part = 0; part < Evaluation.parts(behavior); part++) {
          List<Cell> cells =
              workload.missing(preflight.input().name(), behavior, part).stream()
                  .filter(cell -> !cell.condition().isBaseline())
                  .filter(cell -> Evaluation.weights(cell, preflight.input()).equals(weights))
                  .toList();
          runner.run(behavior, part, cells);
        }
        split.release();
        workload.release(preflight.input().name(), behavior);
        references.of(preflight).ifPresent(r -> workload.release(r.input().name(), behavior));
      }
      if (isOwn) {
        Behavior last = inputs.behaviors().get(inputs.behaviors().size() - 1);
        runner.checkBaseline(last, baseline(preflight, last));
      }
      if (preflight.neutral() == null) {
        return;
      }
      listener.stage(weights.name() + " on neutral text");
      new NeutralRunner(
              run,
              workload.neutral(preflight),
              preflight,
              norms,
              loaded,
              engine,
              neutralReference(preflight, beside),
              this::decoded)
          .run(weights);
    }
  }

  private LayerSplit split(Preflight model, Engine loaded) {
    EngineSpec engine = spec.engine();
    return new LayerSplit(
        run,
        loaded,
        new SplitChoice(model, workload, engine),
        new Tails(
            loaded, engine, model.cells(engine), () -> FreeMemory.bytes(engine), this::decoded),
        splits,
        listener);
  }

  /** The reference of a model, where it is to decode beside it. */
  private @Nullable Engine loadBeside(Preflight model) {
    if (!workload.hasCompany(model)) {
      return null;
    }
    return references
        .of(model)
        .map(
            reference -> {
              listener.stage("loading " + reference.input().name() + ", the reference");
              return Engine.load(reference.input(), spec.engine(), model.cells(spec.engine()));
            })
        .orElse(null);
  }

  private @Nullable ReferenceRun reference(Preflight model, @Nullable Engine beside) {
    return references
        .of(model)
        .map(r -> new ReferenceRun(run, inputs, r.input().name(), norms, beside))
        .orElse(null);
  }

  /** Files of a reference's logits are of the behaviors' texts alone. */
  private NeutralReference neutralReference(Preflight model, @Nullable Engine beside) {
    ReferenceRun reference = beside == null ? null : reference(model, beside);
    return pass -> {
      ReferenceRun.Open open = reference == null ? null : reference.open(pass.anyCell(), 0);
      return open == null ? null : open.source();
    };
  }

  private void decoded(long tokens) {
    if (tokens == 0) {
      listener.decoding();
      return;
    }
    tokensDecoded += tokens;
    listener.decoded(tokens);
  }
}
