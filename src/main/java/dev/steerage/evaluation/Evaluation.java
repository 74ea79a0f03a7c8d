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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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

  private RunFolder run(Path output, RunFolder.Existing existing) {
    Provenance provenance = new Provenance(spec, inputs);
    Models.warning(spec.engine()).ifPresent(listener::warning);
    for (ModelInput model : inputs.models()) {
      preflights.add(Preflight.of(model, inputs, spec, listener));
    }
    RunFolder run = RunFolder.open(output, SpecFile.write(spec, output), inputs.hashes(), existing);
    norms = ResidualNorms.of(run.readProvenance());
    start(run);
    for (Preflight model : preflights) {
      for (ModelInput weights : missingWeights(run, model)) {
        compute(run, model, weights, provenance);
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

  private void start(RunFolder run) {
    long tokens = 0;
    int complete = 0;
    for (Preflight model : preflights) {
      tokens += tokens(run, model);
      for (Behavior behavior : inputs.behaviors()) {
        for (Cell cell : inputs.cells(model.input().name(), behavior.name())) {
          complete += missingParts(run, cell.condition(), behavior).isEmpty() ? 1 : 0;
        }
      }
    }
    listener.started(tokens, inputs.allCells().size() - complete, complete);
  }

  /** Tokens that are still to be decoded with a model. */
  private long tokens(RunFolder run, Preflight model) {
    long tokens = 0;
    for (Behavior behavior : inputs.behaviors()) {
      for (Cell cell : inputs.cells(model.input().name(), behavior.name())) {
        for (int part : missingParts(run, cell.condition(), behavior)) {
          tokens += model.tokens(behavior.name(), cell.setting(), part);
        }
      }
      if (!unmeasured(run, model, behavior).isEmpty()) {
        for (int part = 0; part < parts(behavior); part++) {
          // a baseline that is missing is measured while it is computed
          Condition baseline = Condition.baseline(model.input().name(), behavior.name());
          tokens +=
              run.holds(baseline, part) ? model.tokens(behavior.name(), Setting.BASELINE, part) : 0;
        }
      }
    }
    return tokens + new NeutralWork(inputs, model, run).tokens();
  }

  private static List<Integer> missingParts(RunFolder run, Condition condition, Behavior behavior) {
    List<Integer> missing = new ArrayList<>();
    for (int part = 0; part < parts(behavior); part++) {
      if (!run.holds(condition, part)) {
        missing.add(part);
      }
    }
    return missing;
  }

  static int parts(Behavior behavior) {
    return (behavior.pairs().size() + RunFolder.PAIRS_PER_PART - 1) / RunFolder.PAIRS_PER_PART;
  }

  static List<ContrastPair> part(Behavior behavior, int part) {
    int from = part * RunFolder.PAIRS_PER_PART;
    int to = Math.min(from + RunFolder.PAIRS_PER_PART, behavior.pairs().size());
    return behavior.pairs().subList(from, to);
  }

  /** The weights that cells of a model still need: its own first, then fine-tuned ones. */
  private Set<ModelInput> missingWeights(RunFolder run, Preflight model) {
    Set<ModelInput> weights = new LinkedHashSet<>(new NeutralWork(inputs, model, run).weights());
    for (Behavior behavior : inputs.behaviors()) {
      for (int part = 0; part < parts(behavior); part++) {
        missingCells(run, model, behavior, part)
            .forEach(cell -> weights.add(weights(cell, model.input())));
      }
    }
    return weights;
  }

  private static ModelInput weights(Cell cell, ModelInput own) {
    ModelInput other = cell.setting().weights();
    return other == null ? own : other;
  }

  private void compute(
      RunFolder run, Preflight preflight, ModelInput weights, Provenance provenance) {
    listener.stage("loading " + weights.name());
    EngineSpec engine = spec.engine();
    try (LlamaModel model =
            Models.load(weights.file(), new LlamaModel.Options(engine.gpuLayers(), false));
        LlamaContext context = LlamaContext.of(model, options(model, preflight));
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
        Set<Integer> layers = unmeasured(run, preflight, behavior);
        if (!layers.isEmpty() && weights.equals(preflight.input())) {
          runner.measure(behavior, layers);
        }
        for (int part = 0; part < parts(behavior); part++) {
          List<Cell> cells =
              missingCells(run, preflight, behavior, part).stream()
                  .filter(cell -> weights(cell, preflight.input()).equals(weights))
                  .toList();
          runner.run(behavior, part, cells);
        }
      }
      listener.stage(weights.name() + " on neutral text");
      new NeutralRunner(
              run,
              new NeutralWork(inputs, preflight, run),
              preflight,
              norms,
              new NeutralRunner.Engine(
                  model, context, adapter, engine.batchTokens(), this::decoded),
              NeutralReference.NONE)
          .run(weights);
    }
  }

  /** Layers of cells still to be computed after which the residual stream's norm is not known. */
  private Set<Integer> unmeasured(RunFolder run, Preflight model, Behavior behavior) {
    String name = model.input().name();
    Set<Integer> layers = new TreeSet<>();
    for (Cell cell : inputs.cells(name, behavior.name())) {
      Steering steering = cell.setting().steering();
      if (steering != null
          && norms.find(name, behavior.name(), steering.layer()).isEmpty()
          && !missingParts(run, cell.condition(), behavior).isEmpty()) {
        layers.add(steering.layer());
      }
    }
    return layers;
  }

  private List<Cell> missingCells(RunFolder run, Preflight model, Behavior behavior, int part) {
    return inputs.cells(model.input().name(), behavior.name()).stream()
        .filter(cell -> !run.holds(cell.condition(), part))
        .toList();
  }

  private LlamaContext.Options options(LlamaModel model, Preflight preflight) {
    EngineSpec engine = spec.engine();
    // a recurrent model keeps a whole state for each sequence
    int sequences = model.sharesPrompts() ? LlamaContext.Options.MOST_SEQUENCES : 2;
    return new LlamaContext.Options(
        Math.max(engine.batchTokens(), preflight.mostTokens()),
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
