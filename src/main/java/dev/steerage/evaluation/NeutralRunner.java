package dev.steerage.evaluation;

import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaException;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.NeutralFolder;
import dev.steerage.runlog.NeutralRow;
import dev.steerage.runlog.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Scores the neutral text with one set of loaded weights and writes its files. Chunks are read one
 * group after the other, each under every setting, so that of the baseline's rows only a group's
 * are in memory; a file has them all while fine-tuned weights are still to come.
 */
final class NeutralRunner {
  private final RunFolder run;
  private final NeutralFolder folder;
  private final NeutralWork work;
  private final Preflight preflight;
  private final ResidualNorms norms;
  private final Engine engine;
  private final EngineSpec settings;
  private final NeutralReference reference;
  private final LongConsumer decoded;
  private final NumberCheck numbers;
  private @Nullable Condition current;

  /**
   * A runner.
   *
   * @param work of the model whose conditions they are
   * @param norms of the residual stream, known for what scale residual needs
   * @param engine with the model, or with weights that are in its place; with room for a chunk
   * @param settings of the engine
   * @param decoded hears the number of tokens of each decode
   */
  NeutralRunner(
      RunFolder run,
      NeutralWork work,
      Preflight preflight,
      ResidualNorms norms,
      Engine engine,
      EngineSpec settings,
      NeutralReference reference,
      LongConsumer decoded) {
    this.run = run;
    this.folder = new NeutralFolder(run);
    this.work = work;
    this.preflight = preflight;
    this.norms = norms;
    this.engine = engine;
    this.settings = settings;
    this.reference = reference;
    this.decoded = decoded;
    this.numbers = new NumberCheck(engine.model().vocabularySize());
  }

  /** Computes what is missing of these weights, which are the engine's. */
  void run(ModelInput weights) {
    NeutralChunks chunks = preflight.neutral();
    List<List<NeutralPass>> portions = work.portions(weights);
    if (chunks == null || portions.isEmpty()) {
      return;
    }
    Scoring scoring = Scoring.of(engine.model(), settings);
    try (NeutralScorer scorer = new NeutralScorer(engine.context(), chunks, scoring, decoded)) {
      if (weights.equals(preflight.input())) {
        runOwn(scorer, chunks, portions, weights);
      } else {
        runFineTuned(scorer, chunks, portions);
      }
    } catch (LlamaException e) {
      throw current == null ? e : new CellException(current, e);
    }
  }

  private void runOwn(
      NeutralScorer scorer,
      NeutralChunks chunks,
      List<List<NeutralPass>> portions,
      ModelInput weights) {
    NeutralPass baseline =
        work.passes(weights).stream().filter(NeutralPass::isBaseline).findFirst().orElse(null);
    boolean isForOthers = !work.fineTuned().isEmpty();
    for (List<NeutralPass> portion : portions) {
      boolean isFirst = portion == portions.get(0);
      try (ChunkRows rows = new ChunkRows(engine.model().vocabularySize());
          RowFile keep =
              isFirst && isForOthers
                  ? RowFile.create(run.logits().neutralFile(preflight.input().name()))
                  : null) {
        List<RowSink> sinks = new ArrayList<>(List.of(rows));
        if (keep != null) {
          sinks.add(keep::write);
        }
        Results results = new Results(portion);
        List<NeutralRow> baselineRows = new ArrayList<>();
        for (int from = 0; from < chunks.count(); from += group(chunks)) {
          int to = Math.min(from + group(chunks), chunks.count());
          rows.reserve(scorer.place(from), (to - from) * chunks.scored());
          engine.adapter().apply(Setting.BASELINE, Double.NaN);
          LogitSource other = baseline == null ? null : reference.of(baseline);
          current = Condition.baseline(preflight.input().name(), "neutral text");
          baselineRows.addAll(
              score(scorer, Setting.BASELINE, from, to, new LogitUse(null, other, sinks)));
          results.add(scorer, from, to, rows);
        }
        if (keep != null) {
          keep.complete();
        }
        if (isFirst && baseline != null) {
          write(baseline, baselineRows);
        }
        results.write();
      }
    }
  }

  private void runFineTuned(
      NeutralScorer scorer, NeutralChunks chunks, List<List<NeutralPass>> portions) {
    for (List<NeutralPass> portion : portions) {
      Results results = new Results(portion);
      try (RowFile kept = RowFile.open(run.logits().neutralFile(preflight.input().name()))) {
        for (int from = 0; from < chunks.count(); from += group(chunks)) {
          int to = Math.min(from + group(chunks), chunks.count());
          results.add(scorer, from, to, LogitSource.of(kept));
        }
      }
      results.write();
    }
  }

  private List<NeutralRow> score(
      NeutralScorer scorer, Setting setting, int from, int to, LogitUse use) {
    return FiniteCheck.of(engine.model().file(), setting, () -> scorer.score(from, to, use));
  }

  /** Chunks that are in the cache together. */
  private int group(NeutralChunks chunks) {
    // a recurrent model keeps a whole state for each sequence
    int most = engine.model().sharesPrompts() ? LlamaContext.Options.MOST_SEQUENCES : 1;
    return Math.max(1, Math.min(most, settings.batchTokens() / chunks.decoded()));
  }

  /** The rows of some passes, as they come. */
  private final class Results {
    private final List<NeutralPass> passes;
    private final List<List<NeutralRow>> rows = new ArrayList<>();

    Results(List<NeutralPass> passes) {
      this.passes = passes;
      passes.forEach(pass -> rows.add(new ArrayList<>()));
    }

    void add(NeutralScorer scorer, int from, int to, LogitSource baseline) {
      for (int i = 0; i < passes.size(); i++) {
        NeutralPass pass = passes.get(i);
        current = pass.conditions().get(0);
        engine.adapter().apply(pass.setting(), residualNorm(pass));
        rows.get(i)
            .addAll(
                score(
                    scorer,
                    pass.setting(),
                    from,
                    to,
                    new LogitUse(baseline, reference.of(pass), List.of())));
      }
    }

    void write() {
      for (int i = 0; i < passes.size(); i++) {
        NeutralRunner.this.write(passes.get(i), rows.get(i));
      }
    }
  }

  private void write(NeutralPass pass, List<NeutralRow> rows) {
    for (NeutralRow row : rows) {
      numbers.check(
          pass.conditions().get(0),
          () -> "token %d of chunk %d of the neutral text".formatted(row.position(), row.chunk()),
          row.logprob());
    }
    pass.conditions().forEach(condition -> folder.write(condition, rows));
  }

  /** For scale residual; NaN for all others. */
  private double residualNorm(NeutralPass pass) {
    Cell cell = pass.anyCell();
    return norms.of(cell).orElseThrow(() -> CellRunner.noNorm(engine.model().file(), cell));
  }
}
