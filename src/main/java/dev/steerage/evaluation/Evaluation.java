package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Strength;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs a spec: for each model and behavior the baseline and then every condition, one model loaded
 * at a time. Everything that can be wrong with the inputs is found before the first token is
 * decoded.
 */
public final class Evaluation {
  private final EvaluationSpec spec;
  private final EvaluationListener listener;
  private final Inputs inputs;
  private final List<Preflight> preflights = new ArrayList<>();

  private Evaluation(EvaluationSpec spec, EvaluationListener listener) {
    this.spec = spec;
    this.listener = new SerialListener(listener);
    this.inputs = Inputs.read(spec, listener);
  }

  /**
   * Runs a spec into a run folder; cells that are complete there are not computed again.
   *
   * @throws InputException if a file or a setting cannot be used
   * @throws LlamaException if llama.cpp fails
   */
  public static RunFolder run(
      EvaluationSpec spec, Path output, RunFolder.Existing existing, EvaluationListener listener) {
    return new Evaluation(spec, listener).run(output, existing);
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
    return new Evaluation(spec, listener).plan(output, existing);
  }

  private EvaluationPlan plan(Path output, RunFolder.Existing existing) {
    References references = check().references();
    Optional<RunFolder> run =
        RunFolder.find(output, SpecFile.write(spec, output), inputs.hashes(), existing);
    ResidualNorms norms =
        run.map(r -> ResidualNorms.of(r.readProvenance())).orElseGet(ResidualNorms::new);
    return plan(workload(run, references, norms), output);
  }

  private EvaluationPlan plan(Workload workload, Path output) {
    EvaluationPlan plan =
        new Planner(inputs, workload, new Calibration(spec.engine(), listener), spec.engine())
            .plan(preflights);
    DiskSpace.check(output, plan.bytes() + plan.logitBytes());
    return plan;
  }

  private Workload workload(Optional<RunFolder> run, References references, ResidualNorms norms) {
    ReferenceMode mode = new ReferenceMode(spec, run.map(RunFolder::readProvenance));
    boolean keeps = !references.names().isEmpty() && mode.keepsFiles();
    return new Workload(run, inputs, spec.comparison(), references, norms, keeps);
  }

  /** What is known before the run folder is looked at. */
  private record Checked(References references, VectorExtraction extraction) {}

  private Checked check() {
    Models.warning(spec.engine()).ifPresent(listener::warning);
    for (ModelInput model : inputs.models()) {
      Preflight preflight = Preflight.of(model, inputs, spec, listener);
      IntStream.range(0, spec.engine().workers())
          .mapToObj(spec.engine()::ofWorker)
          .distinct()
          .map(engine -> MemoryNeed.of(model.file(), engine, preflight.mostTokens()))
          .flatMap(need -> new MemoryFit(need, LlamaLibrary.devices()).shortage().stream())
          .forEach(sentence -> listener.warning(model.file() + ": " + sentence));
      preflights.add(preflight);
    }
    References references = References.of(preflights, spec.comparison().reference());
    inputs.setReferences(references.names());
    VectorExtraction extraction =
        VectorExtraction.of(spec, inputs, preflights, references, listener);
    return new Checked(references, extraction);
  }

  private RunFolder run(Path output, RunFolder.Existing existing) {
    Provenance provenance = new Provenance(spec, inputs);
    Checked checked = check();
    References references = checked.references();
    VectorExtraction extraction = checked.extraction();
    RunFolder run = RunFolder.open(output, SpecFile.write(spec, output), inputs.hashes(), existing);
    ResidualNorms norms = ResidualNorms.of(run.readProvenance());
    Workload workload = workload(Optional.of(run), references, norms);
    EvaluationPlan plan = plan(workload, output);
    listener.planned(plan);
    inputs.behaviors().forEach(b -> run.pairs().write(b.name(), b.pairs()));
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
    List<Cell> cells = inputs.allCells();
    run.writeScores(
        cells.stream().map(Cell::condition).toList(), strengths(cells, norms), clusters());
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
    return run;
  }

  private static Map<Condition, Strength> strengths(List<Cell> cells, ResidualNorms norms) {
    Map<Condition, Strength> strengths = new HashMap<>();
    for (Cell cell : cells) {
      Steering steering = cell.setting().steering();
      if (steering != null) {
        Condition c = cell.condition();
        ResidualNorms.Norm norm =
            norms.find(c.model(), c.behavior(), steering.layer()).orElse(null);
        double mean = norm == null ? Double.NaN : norm.mean();
        strengths.put(
            c,
            new Strength(
                Steering.norm(steering.direction(mean)),
                norm == null ? null : mean,
                norm == null ? null : norm.tokens()));
      }
    }
    return strengths;
  }

  private Map<String, Map<String, String>> clusters() {
    Map<String, Map<String, String>> clusters = new HashMap<>();
    inputs.behaviors().forEach(b -> clusters.put(b.name(), b.clusters()));
    return clusters;
  }

  static int parts(Behavior behavior) {
    return (behavior.pairs().size() + RunFolder.PAIRS_PER_PART - 1) / RunFolder.PAIRS_PER_PART;
  }

  static List<ContrastPair> part(Behavior behavior, int part) {
    int from = part * RunFolder.PAIRS_PER_PART;
    int to = Math.min(from + RunFolder.PAIRS_PER_PART, behavior.pairs().size());
    return behavior.pairs().subList(from, to);
  }

  /** The weights that a cell of a model is computed with. */
  static ModelInput weights(Cell cell, ModelInput own) {
    ModelInput other = cell.setting().weights();
    return other == null ? own : other;
  }
}
