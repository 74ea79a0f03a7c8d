package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.BenchResult.Repetition;
import dev.steerage.evaluation.BenchResult.Start;
import dev.steerage.evaluation.BenchResult.Subject;
import dev.steerage.evaluation.BenchResult.Work;
import dev.steerage.evaluation.ResidualNorms.Norm;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A baseline's cell and a steered one, computed again and again with loaded weights. */
final class BenchCells implements AutoCloseable {
  private final EvaluationSpec spec;
  private final Path folder;
  private final Inputs inputs;
  private final Preflight preflight;
  private final Engine engine;
  private final PairScorer scorer;
  private final StageTimes.Stopwatch stopwatch;
  private final ResidualNorms norms = new ResidualNorms();
  private final Replay replay = new Replay();
  private @Nullable Instant firstScore;
  private long textTokens;
  private long decoded;

  BenchCells(
      EvaluationSpec spec,
      Path folder,
      Inputs inputs,
      Preflight preflight,
      StageTimes.Stopwatch stopwatch,
      Engine engine) {
    this.spec = spec;
    this.folder = folder;
    this.inputs = inputs;
    this.preflight = preflight;
    this.stopwatch = stopwatch;
    this.engine = engine;
    this.scorer =
        new PairScorer(
            engine.context(),
            Decoder.TOKENS,
            Scoring.of(engine.model(), spec.engine()),
            this::decoded,
            stopwatch);
  }

  private void decoded(long tokens) {
    decoded += tokens;
  }

  /** What all texts begin with is a batch without scores. */
  private void noteFirstScore(Batch batch) {
    if (firstScore == null && batch.outputCount() > 0) {
      firstScore = Instant.now();
    }
  }

  private Behavior behavior() {
    return inputs.behaviors().get(0);
  }

  /**
   * Decodes the texts unsteered, and keeps the batches and the norm of the residual stream.
   *
   * @param layer 0-based block after which the norm is measured
   * @return when the first batch was scored
   */
  Instant record(int layer) {
    LlamaModel model = engine.model();
    try (NormProbe probe = new NormProbe(engine.context(), Set.of(layer), model.layers() - 1)) {
      for (int part = 0; part < Evaluation.parts(behavior()); part++) {
        List<TokenizedPair> pairs =
            preflight.tokenize(model, Evaluation.part(behavior(), part), null);
        int batchTokens = spec.engine().batchTokens();
        DecodePlan plan = DecodePlan.of(pairs, batchTokens, model.sharesPrompts());
        for (TokenizedPair pair : pairs) {
          textTokens += pair.positive().length() + pair.negative().length();
        }
        List<Batch> batches = new ArrayList<>();
        scorer.score(
            pairs,
            plan,
            new Pass(
                Positions.ALL,
                probe.andThen(
                    (batch, weight) -> {
                      noteFirstScore(batch);
                      batches.add(batch.copy());
                    }),
                LogitUse.NONE));
        replay.add(plan, batches, batchTokens);
      }
      // a graph that hides its residual stream keeps it near this
      Norm usual = new Norm(Math.sqrt(model.width()), 0);
      norms.put(
          preflight.input().name(), behavior().name(), layer, probe.norm(layer).orElse(usual));
    }
    return firstScore == null ? Instant.now() : firstScore;
  }

  /** What was recorded. */
  Replay replay() {
    return replay;
  }

  /** Times the cells and llama.cpp alone in turn, after each was computed once. */
  BenchResult measure(int times, int layer, Start start, EvaluationListener listener) {
    cells(0);
    OptionalLong peak = PeakMemory.bytes(); // before there is a second context
    LlamaModel model = engine.model();
    List<Repetition> repetitions = new ArrayList<>();
    try (LlamaContext bare =
        LlamaContext.bare(
            model, Engine.options(model, spec.engine(), preflight.cells(spec.engine())))) {
      replay.decode(bare);
      for (int i = 1; i <= times; i++) {
        listener.stage("measuring %s, %d of %d".formatted(preflight.input().name(), i, times));
        Cells cells = cells(i);
        List<Double> llama = replay.decode(bare);
        repetitions.add(new Repetition(cells.baseline(), cells.steered(), llama));
      }
    }
    return new BenchResult(
        new Subject(
            preflight.input().name(), model.weightType(), model.parameters(), model.sizeInBytes()),
        work(layer),
        start,
        peak,
        repetitions);
  }

  private Work work(int layer) {
    long scored = 0;
    for (int part = 0; part < Evaluation.parts(behavior()); part++) {
      scored += preflight.size(behavior().name(), Setting.BASELINE, part).rows();
    }
    return new Work(
        behavior().pairs().size(),
        textTokens,
        replay.tokens(),
        replay.outputs(),
        scored,
        replay.batches(),
        spec.engine().batchTokens(),
        layer);
  }

  private record Cells(StageTimes baseline, StageTimes steered) {}

  /** No layer is split: every block decodes every token, as in what it is compared with. */
  private LayerSplit plain(RunFolder run, Workload workload) {
    EngineSpec settings = spec.engine();
    return new LayerSplit(
        run,
        engine,
        new SplitChoice(preflight, workload, settings),
        new Tails(
            engine,
            settings,
            preflight.cells(settings),
            () -> FreeMemory.bytes(settings),
            this::decoded),
        new SplitLog(),
        EvaluationListener.NONE,
        null);
  }

  /** Computes both cells of a run folder of their own, which is deleted afterwards. */
  private Cells cells(int number) {
    Path place = folder.resolve("run-" + number);
    RunFolder run =
        RunFolder.open(
            place, SpecFile.write(spec, place), inputs.hashes(), RunFolder.Existing.RESUME);
    References none = References.of(List.of(preflight), ComparisonSpec.NONE);
    Workload workload =
        new Workload(Optional.of(run), inputs, spec.comparison(), none, norms, false);
    CellRunner runner =
        new CellRunner(run, preflight, workload, norms, engine, scorer, plain(run, workload), null);
    List<Cell> cells = inputs.cells(preflight.input().name(), behavior().name());
    StageTimes baseline = pass(() -> runner.baseline(behavior(), cells.get(0), Set.of()));
    StageTimes steered =
        pass(
            () -> {
              for (int part = 0; part < Evaluation.parts(behavior()); part++) {
                runner.run(behavior(), part, cells.subList(1, cells.size()));
              }
            });
    TemporaryFolder.delete(place);
    return new Cells(baseline, steered);
  }

  private StageTimes pass(Runnable work) {
    decoded = 0;
    StageTimes times = stopwatch.measure(work);
    if (decoded != replay.tokens()) {
      throw new IllegalStateException(decoded + " tokens decoded, not " + replay.tokens());
    }
    return times;
  }

  @Override
  public void close() {
    scorer.close();
  }
}
