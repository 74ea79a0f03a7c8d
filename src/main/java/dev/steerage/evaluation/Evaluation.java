package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.WorkNote;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.SearchLine;
import dev.steerage.runlog.Shard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a spec: for each model and behavior the baseline and then every condition, one model loaded
 * at a time. Everything that can be wrong with the inputs is found before the first token is
 * decoded.
 */
public final class Evaluation {
  private final EvaluationSpec spec;
  private final @Nullable Shard shard;
  private final EvaluationListener listener;
  private final Inputs inputs;
  private final List<Preflight> preflights = new ArrayList<>();
  private final Set<String> noted = new HashSet<>();
  private long tokensDecoded;

  private Evaluation(
      EvaluationSpec asked,
      @Nullable Shard shard,
      Path output,
      RunFolder.Existing existing,
      EvaluationListener listener) {
    this.shard = shard;
    if (shard != null) {
      ShardCells.check(asked);
    }
    this.listener = new SerialListener(listener);
    RpcServers.connect(asked.engine().gpus().servers(), this.listener);
    this.inputs = Inputs.read(asked, this.listener);
    for (ModelInput model : inputs.models()) {
      preflights.add(Preflight.of(model, inputs, asked, this.listener));
    }
    if (asked.tune() != null) {
      TuneCheck.check(inputs, preflights);
    }
    this.spec = asked.engine().isBatchAuto() ? asked.with(engine(asked, output, existing)) : asked;
  }

  /** The run that goes on keeps its batch size; another measures it on the largest model. */
  private EngineSpec engine(EvaluationSpec asked, Path output, RunFolder.Existing existing) {
    Optional<String> before = RunFolder.spec(output, existing);
    if (before.isPresent()) {
      EngineSpec engine = SpecFile.read(output.resolve("spec.yaml"), before.get()).engine();
      return asked.engine().withBatchTokens(engine.batchTokens());
    }
    Preflight largest =
        Collections.max(
            preflights, Comparator.comparingLong(model -> model.input().file().toFile().length()));
    return new BatchSize(asked.engine(), listener).found(largest, inputs.behaviors().get(0));
  }

  /**
   * Runs a spec into a run folder; cells that are complete there are not computed again. The folder
   * is the caller's to close: until then no other process writes into it.
   *
   * @throws InputException if a file or a setting cannot be used, or another process has the folder
   * @throws LlamaException if llama.cpp fails
   */
  public static RunFolder run(
      EvaluationSpec spec, Path output, RunFolder.Existing existing, EvaluationListener listener) {
    return run(spec, output, existing, NextCoefficients.NONE, listener);
  }

  /**
   * The same as a search: after the spec's own conditions those that it asks for, until there are
   * none. What it finds is made from complete cells alone, so that a run that ended early comes to
   * the same.
   *
   * @param next coefficients of a spec that is a tune
   */
  public static RunFolder run(
      EvaluationSpec spec,
      Path output,
      RunFolder.Existing existing,
      NextCoefficients next,
      EvaluationListener listener) {
    WorkNote.keptIn(output);
    return new Evaluation(spec, null, output, existing, listener).run(output, existing, next);
  }

  /**
   * The same of a shard: its own cells, and the baselines that these are compared with. There are
   * no scores of the run then, but those of the own cells in the folder's {@code shard/}.
   *
   * @throws InputException also for a spec with what is of a whole run alone
   */
  public static RunFolder run(
      EvaluationSpec spec,
      Shard shard,
      Path output,
      RunFolder.Existing existing,
      EvaluationListener listener) {
    WorkNote.keptIn(output);
    return new Evaluation(spec, shard, output, existing, listener)
        .run(output, existing, NextCoefficients.NONE);
  }

  /**
   * What {@link #run} would do, found out in the same way and with the same refusals; nothing is
   * written.
   *
   * @throws InputException if a file, a setting or the run folder cannot be used
   * @throws LlamaException if llama.cpp fails
   */
  public static EvaluationPlan plan(
      EvaluationSpec spec, Path output, RunFolder.Existing existing, EvaluationListener listener) {
    return plan(spec, null, output, existing, listener);
  }

  /**
   * The same of a shard.
   *
   * @param shard null for the whole run
   */
  public static EvaluationPlan plan(
      EvaluationSpec spec,
      @Nullable Shard shard,
      Path output,
      RunFolder.Existing existing,
      EvaluationListener listener) {
    return new Evaluation(spec, shard, output, existing, listener).plan(output, existing);
  }

  /**
   * What each of a number of shards would do; run folders that are there are not looked at.
   *
   * @throws InputException if a file or a setting cannot be used
   * @throws LlamaException if llama.cpp fails
   */
  public static ShardPlans plans(
      EvaluationSpec spec, int shards, Path output, EvaluationListener listener) {
    RunFolder.Existing none = RunFolder.Existing.SET_ASIDE;
    return new Evaluation(spec, new Shard(1, shards), output, none, listener).plans(shards);
  }

  private ShardPlans plans(int shards) {
    Checked checked = check();
    ReferenceMode mode = new ReferenceMode(spec, Optional.empty());
    boolean keeps = !checked.references().names().isEmpty() && mode.keepsFiles();
    return new ShardPlanner(spec, inputs, checked.references(), checked.cells(), preflights, keeps)
        .plans(shards, new Calibration(spec.engine(), listener));
  }

  /** The spec as the run folder has it. */
  private String settings(Path output) {
    return SpecFile.write(spec, output) + (shard == null ? "" : shard.mark());
  }

  private EvaluationPlan plan(Path output, RunFolder.Existing existing) {
    Checked checked = check();
    Optional<RunFolder> run = RunFolder.find(output, settings(output), hashes(), existing);
    ResidualNorms norms =
        run.map(r -> ResidualNorms.of(r.readProvenance())).orElseGet(ResidualNorms::new);
    EvaluationPlan plan = plan(workload(run, checked, norms), output);
    run.ifPresent(r -> r.notes().forEach(listener::warning));
    return plan;
  }

  private EvaluationPlan plan(Workload workload, Path output) {
    EvaluationPlan plan =
        new Planner(inputs, workload, new Calibration(spec.engine(), listener), spec.engine())
            .plan(preflights);
    DiskSpace.check(output, plan.bytes() + plan.logitBytes());
    return plan;
  }

  private Workload workload(Optional<RunFolder> run, Checked checked, ResidualNorms norms) {
    References references = checked.references();
    ReferenceMode mode = new ReferenceMode(spec, run.map(RunFolder::readProvenance));
    boolean keeps = !references.names().isEmpty() && mode.keepsFiles();
    Share share = checked.cells().share(keeps);
    return new Workload(run, inputs, spec.comparison(), references, norms, keeps, share);
  }

  /** Those of the models may still have to be waited for. */
  private Map<String, String> hashes() {
    for (ModelInput model : inputs.models()) {
      listener.stage("reading " + model.file());
      model.sha256();
    }
    return inputs.hashes();
  }

  /** What is known before the run folder is looked at. */
  private record Checked(References references, ShardCells cells, VectorExtraction extraction) {}

  private Checked check() {
    Models.warning(spec.engine()).ifPresent(listener::warning);
    References references = References.of(preflights, spec.comparison().reference());
    inputs.setReferences(references.names());
    ShardCells cells = ShardCells.of(shard, inputs, spec, references, preflights);
    for (Preflight preflight : cells.loaded()) {
      Path file = preflight.input().file();
      IntStream.range(0, spec.engine().workers())
          .mapToObj(spec.engine()::ofWorker)
          .distinct()
          .map(engine -> MemoryNeed.of(file, engine, preflight.cells(engine)))
          .flatMap(need -> new MemoryFit(need, LlamaLibrary.devices()).shortage().stream())
          .forEach(sentence -> listener.warning(file + ": " + sentence));
    }
    VectorExtraction extraction =
        VectorExtraction.of(spec, inputs, cells.loaded(), references, listener);
    return new Checked(references, cells, extraction);
  }

  private RunFolder run(Path output, RunFolder.Existing existing, NextCoefficients next) {
    Provenance provenance = new Provenance(spec, inputs);
    Checked checked = check();
    RunFolder run = RunFolder.open(output, settings(output), hashes(), existing);
    boolean isDone = false;
    try {
      Map<SearchLine, List<Double>> more;
      do {
        run(run, output, provenance, checked);
        more = next.after(run);
        inputs.tuned().add(more);
      } while (!more.isEmpty());
      isDone = true;
    } finally {
      if (!isDone) {
        run.close();
      }
    }
    return run;
  }

  private void run(RunFolder run, Path output, Provenance provenance, Checked checked) {
    References references = checked.references();
    VectorExtraction extraction = checked.extraction();
    ResidualNorms norms = ResidualNorms.of(run.readProvenance());
    Workload workload = workload(Optional.of(run), checked, norms);
    workload.deleteCutOff(preflights);
    EvaluationPlan plan = plan(workload, output);
    run.notes().stream().filter(noted::add).forEach(listener::warning);
    listener.planned(plan);
    inputs.behaviors().forEach(b -> run.pairs().write(b.name(), b.pairs()));
    checked.cells().begin(run);
    run.noteProvenance(ReferenceMode.KEY, ReferenceMode.word(workload.keepsReferences()));
    extraction.run(run);
    listener.started(plan.tokens(), plan.cells() - plan.complete(), plan.complete());
    SplitLog splits = SplitLog.of(run.readProvenance());
    Computation computation =
        new Computation(
            spec, inputs, listener, run, references, norms, workload, provenance, splits);
    computation.run(preflights);
    tokensDecoded += computation.tokensDecoded();
    run.logits().deleteAll();
    listener.stage("writing scores");
    List<Cell> cells = checked.cells().own();
    checked
        .cells()
        .writeScores(
            run,
            cells.stream().map(Cell::condition).toList(),
            ScoreFacts.strengths(cells, norms),
            ScoreFacts.clusters(inputs.behaviors()));
    if (!inputs.capabilities().isEmpty()) {
      new CapabilityFolder(run).writeConditions(new CapabilityConditions(inputs).all());
    }
    Map<String, Object> used =
        provenance.complete(
            preflights, extraction.tokensDecoded() + tokensDecoded, run.readProvenance());
    used.put(ResidualNorms.KEY, norms.entries());
    used.put(SplitLog.KEY, splits.entries());
    used.put(References.KEY, references.names());
    used.put(ReferenceMode.KEY, ReferenceMode.word(workload.keepsReferences()));
    run.writeProvenance(used);
    listener.finished();
  }

  static int parts(Behavior behavior) {
    return (behavior.pairs().size() + RunFolder.PAIRS_PER_PART - 1) / RunFolder.PAIRS_PER_PART;
  }

  static List<ContrastPair> part(Behavior behavior, int part) {
    return behavior.pairs().subList(firstOfPart(part), endOfPart(behavior, part));
  }

  static int firstOfPart(int part) {
    return part * RunFolder.PAIRS_PER_PART;
  }

  static int endOfPart(Behavior behavior, int part) {
    return Math.min(firstOfPart(part + 1), behavior.pairs().size());
  }

  /** The weights that a cell of a model is computed with. */
  static ModelInput weights(Cell cell, ModelInput own) {
    ModelInput other = cell.setting().weights();
    return other == null ? own : other;
  }
}
