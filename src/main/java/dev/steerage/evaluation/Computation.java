package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Computes what a run folder still lacks, one model after the other, several cells at a time. */
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
  private final LongAdder tokensDecoded = new LongAdder();
  private Crew crew = new Crew();

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
    return tokensDecoded.sum();
  }

  private static Cell baseline(Preflight model, Behavior behavior) {
    return new Cell(Condition.baseline(model.input().name(), behavior.name()), Setting.BASELINE);
  }

  private void compute(Preflight preflight, ModelInput weights) {
    listener.stage("loading " + weights.name());
    boolean isOwn = weights.equals(preflight.input());
    try (Crew members = crew(preflight, weights)) {
      Worker leader = members.leader();
      provenance.loaded(weights, leader.engine().model());
      for (Behavior behavior : inputs.behaviors()) {
        listener.stage(weights.name() + " on " + behavior.name());
        if (isOwn) {
          leader.split().begin(behavior);
          leader
              .runner()
              .baseline(
                  behavior,
                  baseline(preflight, behavior),
                  workload.unmeasured(preflight, behavior));
        }
        for (int part = 0; part < Evaluation.parts(behavior); part++) {
          List<Cell> cells =
              workload.missing(preflight.input().name(), behavior, part).stream()
                  .filter(cell -> !cell.condition().isBaseline())
                  .filter(cell -> Evaluation.weights(cell, preflight.input()).equals(weights))
                  .toList();
          members.run(behavior, part, cells);
        }
        leader.split().release();
        workload.release(preflight.input().name(), behavior);
        references.of(preflight).ifPresent(r -> workload.release(r.input().name(), behavior));
      }
      if (isOwn) {
        lastBehavior(preflight)
            .ifPresent(last -> leader.runner().checkBaseline(last, baseline(preflight, last)));
      }
      if (!inputs.capabilities().isEmpty()) {
        listener.stage(weights.name() + " on questions");
      }
      new CapabilityRunner(
              run,
              workload.capability(preflight),
              preflight.capabilities(),
              norms,
              leader.engine(),
              spec.engine(),
              this::decoded)
          .run(weights);
      if (preflight.neutral() == null) {
        return;
      }
      listener.stage(weights.name() + " on neutral text");
      new NeutralRunner(
              run,
              workload.neutral(preflight),
              preflight,
              norms,
              leader.engine(),
              spec.engine(),
              neutralReference(preflight, leader.beside()),
              this::decoded)
          .run(weights);
    }
  }

  /** That whose baseline was decoded last. */
  private Optional<Behavior> lastBehavior(Preflight preflight) {
    return inputs.behaviors().stream()
        .filter(behavior -> workload.has(baseline(preflight, behavior)))
        .reduce((first, second) -> second);
  }

  private Crew crew(Preflight preflight, ModelInput weights) {
    Crew members = new Crew();
    crew = members;
    try {
      for (int i = 0; i < spec.engine().workers(); i++) {
        members.add(worker(preflight, weights, spec.engine().ofWorker(i), i == 0 ? null : members));
      }
      return members;
    } catch (RuntimeException e) {
      members.close();
      throw e;
    }
  }

  /**
   * One worker.
   *
   * @param engine its settings
   * @param others that it joins; null where it is the first
   */
  private Worker worker(
      Preflight preflight, ModelInput weights, EngineSpec engine, @Nullable Crew others) {
    Worker leader = others == null ? null : others.leader();
    boolean sharing = leader != null && engine.equals(spec.engine());
    boolean isOwn = weights.equals(preflight.input());
    int cells = preflight.cells(engine);
    Engine loaded =
        leader != null && sharing
            ? Engine.sharing(leader.engine(), engine, cells)
            : Engine.load(weights, engine, cells, headBlocks(preflight, isOwn, engine));
    Engine beside = null;
    try {
      Engine other = leader == null ? null : leader.beside();
      beside =
          sharing && other != null
              ? Engine.sharing(other, engine, cells)
              : isOwn ? loadBeside(preflight, engine) : null;
      PairScorer scorer =
          new PairScorer(loaded.context(), Scoring.of(loaded.model(), engine), this::decoded);
      LayerSplit split = split(preflight, loaded, engine, leader == null ? null : leader.split());
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
      return new Worker(loaded, beside, scorer, split, runner);
    } catch (RuntimeException e) {
      if (beside != null) {
        beside.close();
      }
      loaded.close();
      throw e;
    }
  }

  /**
   * Where all of a model would be on GPUs and leave no room for a copy of the blocks behind a layer
   * that is worth splitting, only the blocks up to there: those behind it are needed for what is
   * not split, and are slower then.
   */
  private int headBlocks(Preflight preflight, boolean isOwn, EngineSpec engine) {
    if (!isOwn || engine.gpuLayers() == 0 || engine.gpus().gpus(LlamaLibrary.devices()).isEmpty()) {
      return 0;
    }
    SplitChoice choice = new SplitChoice(preflight, workload, engine);
    OptionalInt first =
        inputs.behaviors().stream()
            .flatMap(
                b -> choice.systemPrompts(b).map(prompt -> choice.layers(b, prompt.orElse(null))))
            .flatMap(Collection::stream)
            .mapToInt(Integer::intValue)
            .min();
    if (first.isEmpty()) {
      return 0;
    }
    int head =
        MemoryNeed.of(preflight.input().file(), engine, preflight.cells(engine))
            .headBlocks(first.getAsInt(), (long) (FreeMemory.SHARE * FreeMemory.bytes(engine)));
    if (head > 0) {
      listener.note(
          "model %s: %d of %d blocks go on GPUs, so that a copy of those behind layer %d has room there; --no-layer-split leaves that out"
              .formatted(
                  preflight.input().name(), head, preflight.shape().layers(), first.getAsInt()));
    }
    return head;
  }

  private LayerSplit split(
      Preflight model, Engine loaded, EngineSpec engine, @Nullable LayerSplit leader) {
    return new LayerSplit(
        run,
        loaded,
        new SplitChoice(model, workload, engine),
        new Tails(
            loaded, engine, model.cells(engine), () -> FreeMemory.bytes(engine), this::decoded),
        splits,
        listener,
        leader);
  }

  /** The reference of a model, where it is to decode beside it. */
  private @Nullable Engine loadBeside(Preflight model, EngineSpec engine) {
    if (!workload.hasCompany(model)) {
      return null;
    }
    return references
        .of(model)
        .map(
            reference -> {
              listener.stage("loading " + reference.input().name() + ", the reference");
              return Engine.load(reference.input(), engine, model.cells(engine));
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
    crew.checkpoint();
    if (tokens == 0) {
      listener.decoding();
      return;
    }
    tokensDecoded.add(tokens);
    listener.decoded(tokens);
  }
}
