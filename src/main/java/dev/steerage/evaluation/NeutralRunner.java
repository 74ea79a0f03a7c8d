package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.evaluation.NeutralScorer.Comparison;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.FileNames;
import dev.steerage.runlog.NeutralFolder;
import dev.steerage.runlog.NeutralRow;
import dev.steerage.runlog.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Scores the neutral text with one set of loaded weights and writes its files. Chunks are read one
 * group after the other, each under every setting, so that of the baseline's rows only a group's
 * are in memory; a file has them all while fine-tuned weights are still to come.
 */
final class NeutralRunner {
  private static final int FOLDERS = 2; // rows/neutral

  private final RunFolder run;
  private final NeutralFolder folder;
  private final NeutralWork work;
  private final Preflight preflight;
  private final ResidualNorms norms;
  private final Engine engine;
  private final NeutralReference reference;

  /**
   * What it runs on.
   *
   * @param model that is loaded
   * @param context of it, with room for {@code batchTokens} and for a chunk
   * @param adapter of that context
   * @param decoded hears the number of tokens of each decode
   */
  record Engine(
      LlamaModel model,
      LlamaContext context,
      Adapter adapter,
      int batchTokens,
      LongConsumer decoded) {}

  /**
   * @param norms of the residual stream, known for what scale residual needs
   */
  NeutralRunner(
      RunFolder run,
      NeutralWork work,
      Preflight preflight,
      ResidualNorms norms,
      Engine engine,
      NeutralReference reference) {
    this.run = run;
    this.folder = new NeutralFolder(run);
    this.work = work;
    this.preflight = preflight;
    this.norms = norms;
    this.engine = engine;
    this.reference = reference;
  }

  /** Computes what is missing of these weights, which are the engine's. */
  void run(ModelInput weights) {
    NeutralChunks chunks = preflight.neutral();
    List<List<NeutralPass>> portions = work.portions(weights);
    if (chunks == null || portions.isEmpty()) {
      return;
    }
    int vocabulary = engine.model().vocabularySize();
    try (NeutralScorer scorer =
        new NeutralScorer(
            engine.context(), chunks, vocabulary, engine.batchTokens(), engine.decoded())) {
      if (weights.equals(preflight.input())) {
        runOwn(scorer, chunks, portions, weights);
      } else {
        runFineTuned(scorer, chunks, portions, weights);
      }
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
          LogitFile keep = isFirst && isForOthers ? LogitFile.create(keptRows()) : null) {
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
          baselineRows.addAll(scorer.score(from, to, new Comparison(null, other, sinks)));
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
      NeutralScorer scorer,
      NeutralChunks chunks,
      List<List<NeutralPass>> portions,
      ModelInput weights) {
    boolean isLast = work.fineTuned().stream().allMatch(weights::equals);
    for (List<NeutralPass> portion : portions) {
      Results results = new Results(portion);
      try (LogitFile kept = LogitFile.open(keptRows())) {
        for (int from = 0; from < chunks.count(); from += group(chunks)) {
          int to = Math.min(from + group(chunks), chunks.count());
          results.add(scorer, from, to, LogitSource.of(kept));
        }
      }
      if (isLast && portion == portions.get(portions.size() - 1)) {
        // before the results are there, so that no run that has them leaves it behind
        delete(keptRows());
      }
      results.write();
    }
  }

  /** Chunks that are in the cache together. */
  private int group(NeutralChunks chunks) {
    // a recurrent model keeps a whole state for each sequence
    int most = engine.model().sharesPrompts() ? LlamaContext.Options.MOST_SEQUENCES : 1;
    return Math.max(1, Math.min(most, engine.batchTokens() / chunks.decoded()));
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
        engine.adapter().apply(pass.setting(), residualNorm(pass));
        rows.get(i)
            .addAll(
                scorer.score(from, to, new Comparison(baseline, reference.of(pass), List.of())));
      }
    }

    void write() {
      for (int i = 0; i < passes.size(); i++) {
        NeutralRunner.this.write(passes.get(i), rows.get(i));
      }
    }
  }

  private void write(NeutralPass pass, List<NeutralRow> rows) {
    pass.conditions().forEach(condition -> folder.write(condition, rows));
  }

  /** For scale residual; NaN for all others. */
  private double residualNorm(NeutralPass pass) {
    Steering steering = pass.setting().steering();
    if (steering == null || !steering.needsResidualNorm()) {
      return Double.NaN;
    }
    Condition any = pass.conditions().get(0);
    return norms
        .find(any.model(), any.behavior(), steering.layer())
        .map(ResidualNorms.Norm::mean)
        .orElseThrow(
            () ->
                InputException.in(
                    run.folder(),
                    "its provenance.json has no norm of the residual stream for %s; begin anew with --force"
                        .formatted(any.condition())));
  }

  private Path keptRows() {
    return run.folder()
        .resolve("rows")
        .resolve("neutral")
        .resolve(FileNames.safe(preflight.input().name()) + ".f32");
  }

  /** Deletes a file, and the folders around it where they are empty. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      Path folder = file.toAbsolutePath().getParent();
      for (int level = 0; level < FOLDERS && folder != null; level++) {
        Files.deleteIfExists(folder);
        folder = folder.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      return; // rows of something else
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted", e);
    }
  }
}
