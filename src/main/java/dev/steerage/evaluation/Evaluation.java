package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Strength;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  private ResidualNorms norms = new ResidualNorms();
  private long tokensDecoded;

  private Evaluation(EvaluationSpec spec, EvaluationListener listener) {
    this.spec = spec;
    this.listener = listener;
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
    check();
    Optional<RunFolder> run =
        RunFolder.find(output, SpecFile.write(spec, output), inputs.hashes(), existing);
    norms = run.map(r -> ResidualNorms.of(r.readProvenance())).orElseGet(ResidualNorms::new);
    return plan(new Pending(inputs, run, norms));
  }

  private EvaluationPlan plan(Pending pending) {
    return new Planner(inputs, pending, new Calibration(spec.engine(), listener)).plan(preflights);
  }

  private void check() {
    Models.warning(spec.engine()).ifPresent(listener::warning);
    for (ModelInput model : inputs.models()) {
      preflights.add(Preflight.of(model, inputs, spec, listener));
    }
  }

  private RunFolder run(Path output, RunFolder.Existing existing) {
    Provenance provenance = new Provenance(spec, inputs);
    check();
    RunFolder run = RunFolder.open(output, SpecFile.write(spec, output), inputs.hashes(), existing);
    norms = ResidualNorms.of(run.readProvenance());
    Pending pending = new Pending(inputs, Optional.of(run), norms);
    EvaluationPlan plan = plan(pending);
    listener.planned(plan);
    listener.started(plan.tokens(), plan.cells() - plan.complete(), plan.complete());
    for (Preflight model : preflights) {
      for (ModelInput weights : pending.weights(model)) {
        compute(run, pending, model, weights, provenance);
      }
    }
    listener.stage("writing scores");
    List<Cell> cells = inputs.allCells();
    run.writeScores(cells.stream().map(Cell::condition).toList(), strengths(cells));
    Map<String, Object> used = provenance.complete(preflights, tokensDecoded, run.readProvenance());
    used.put(ResidualNorms.KEY, norms.entries());
    run.writeProvenance(used);
    listener.finished();
    return run;
  }

  private Map<Condition, Strength> strengths(List<Cell> cells) {
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

  private void compute(
      RunFolder run,
      Pending pending,
      Preflight preflight,
      ModelInput weights,
      Provenance provenance) {
    listener.stage("loading " + weights.name());
    EngineSpec engine = spec.engine();
    try (LlamaModel model =
            Models.load(weights.file(), new LlamaModel.Options(engine.gpuLayers(), false));
        LlamaContext context = LlamaContext.of(model, options(engine, model, preflight));
        Adapter adapter = new Adapter(model, context)) {
      provenance.loaded(weights, model);
      PairScorer scorer = new PairScorer(context, engine.batchTokens(), this::decoded);
      CellRunner runner =
          new CellRunner(
              run,
              preflight,
              norms,
              new CellRunner.Engine(model, context, adapter, scorer, engine.batchTokens()));
      for (Behavior behavior : inputs.behaviors()) {
        listener.stage(weights.name() + " on " + behavior.name());
        Set<Integer> layers = pending.unmeasured(preflight, behavior);
        if (!layers.isEmpty() && weights.equals(preflight.input())) {
          runner.measure(behavior, layers);
        }
        for (int part = 0; part < parts(behavior); part++) {
          List<Cell> cells =
              pending.cells(preflight, behavior, part).stream()
                  .filter(cell -> weights(cell, preflight.input()).equals(weights))
                  .toList();
          runner.run(behavior, part, cells);
        }
      }
    }
  }

  /** A context for all texts of a model. */
  static LlamaContext.Options options(EngineSpec engine, LlamaModel model, Preflight preflight) {
    // a recurrent model keeps a whole state for each sequence
    int sequences = model.sharesPrompts() ? LlamaContext.Options.MOST_SEQUENCES : 2;
    return new LlamaContext.Options(
        Math.max(engine.batchTokens(), preflight.costliestPair()),
        engine.batchTokens(),
        sequences,
        engine.threads(),
        engine.kvType(),
        engine.flashAttention());
  }

  private void decoded(long tokens) {
    tokensDecoded += tokens;
    listener.decoded(tokens);
  }
}
