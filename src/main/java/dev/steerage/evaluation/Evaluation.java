package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.WorkNote;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private Evaluation(
      EvaluationSpec asked,
      @Nullable Shard shard,
      Path output,
      RunFolder.Existing existing,
      EvaluationListener listener) {
    this.shard = shard;
    if (shard != null && asked.engine().isBatchAuto()) {
      throw new InputException(
          "batch-tokens auto is measured on each machine, and shards need the same; give a number, which steerage bench finds");
    }
    this.listener = new SerialListener(listener);
    this.inputs = Inputs.read(asked, this.listener);
    for (ModelInput model : inputs.models()) {
      preflights.add(Preflight.of(model, inputs, asked, this.listener));
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
    return run(spec, null, output, existing, listener);
  }

  /**
   * The same of a shard: its own cells, and the baselines that these are compared with. There are
   * no scores of the run then, but those of the own cells in the folder's {@code shard/}.
   *
   * @param shard null for the whole run
   */
  public static RunFolder run(
      EvaluationSpec spec,
      @Nullable Shard shard,
      Path output,
      RunFolder.Existing existing,
      EvaluationListener listener) {
    WorkNote.keptIn(output);
    return new Evaluation(spec, shard, output, existing, listener).run(output, existing);
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
    Optional<RunFolder> run = RunFolder.find(output, settings(output), inputs.hashes(), existing);
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

  private RunFolder run(Path output, RunFolder.Existing existing) {
    Provenance provenance = new Provenance(spec, inputs);
    Checked checked = check();
    RunFolder run = RunFolder.open(output, settings(output), inputs.hashes(), existing);
    boolean isDone = false;
    try {
      run(run, output, provenance, checked);
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
    run.notes().forEach(listener::warning);
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
    Map<String, Object> used =
        provenance.complete(
            preflights,
            extraction.tokensDecoded() + computation.tokensDecoded(),
            run.readProvenance());
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
