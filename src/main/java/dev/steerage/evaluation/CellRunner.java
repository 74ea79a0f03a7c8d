package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.PairScorer.Scored;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.TargetLogprob;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.TokenRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Computes cells with one set of loaded weights and writes their token files. */
final class CellRunner {
  private final RunFolder run;
  private final Preflight preflight;
  private final LlamaModel model;
  private final LlamaContext context;
  private final Adapter adapter;
  private final PairScorer scorer;
  private final ResidualNorms norms;
  private final int batchTokens;
  private final Pieces pieces;
  private final EffectCheck effect;

  /**
   * @param model that is loaded
   * @param context of it, with room for {@code batchTokens}
   * @param adapter of that context
   * @param scorer in that context
   */
  record Engine(
      LlamaModel model,
      LlamaContext context,
      Adapter adapter,
      PairScorer scorer,
      int batchTokens) {}

  CellRunner(RunFolder run, Preflight preflight, ResidualNorms norms, Engine engine) {
    this.run = run;
    this.preflight = preflight;
    this.norms = norms;
    this.model = engine.model();
    this.context = engine.context();
    this.adapter = engine.adapter();
    this.scorer = engine.scorer();
    this.batchTokens = engine.batchTokens();
    this.pieces = new Pieces(model);
    this.effect =
        new EffectCheck(model.file(), model.metadata("general.architecture").orElse("unknown"));
  }

  /**
   * Computes one part (0-based) of some cells of a behavior. The baseline's is there already, or
   * comes first among them.
   *
   * @throws InputException if a vector changes nothing
   */
  void run(Behavior behavior, int part, List<Cell> cells) {
    Map<Optional<String>, List<Cell>> bySystemPrompt =
        cells.stream()
            .collect(
                Collectors.groupingBy(
                    cell -> Optional.ofNullable(cell.setting().systemPrompt()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    bySystemPrompt.forEach(
        (system, group) -> {
          List<TokenizedPair> pairs =
              preflight.tokenize(model, Evaluation.part(behavior, part), system.orElse(null));
          DecodePlan plan = DecodePlan.of(pairs, batchTokens, model.sharesPrompts());
          for (Cell cell : group) {
            double norm = residualNorm(cell);
            adapter.apply(cell.setting(), norm);
            List<TokenRow> rows = rows(scorer.score(pairs, plan, cell.setting().positions()));
            checkEffect(cell, norm, part, rows);
            run.writeTokens(cell.condition(), part, rows);
          }
        });
  }

  /**
   * Measures the residual stream over a behavior's texts without intervention, and writes the
   * baseline's cell on the way where it is missing.
   *
   * @param layers 0-based blocks
   */
  void measure(Behavior behavior, Set<Integer> layers) {
    String name = preflight.input().name();
    Condition baseline = Condition.baseline(name, behavior.name());
    adapter.apply(Setting.BASELINE, Double.NaN);
    try (NormProbe probe = new NormProbe(context, layers, model.layers() - 1)) {
      for (int part = 0; part < Evaluation.parts(behavior); part++) {
        List<TokenizedPair> pairs =
            preflight.tokenize(model, Evaluation.part(behavior, part), null);
        DecodePlan plan = DecodePlan.of(pairs, batchTokens, model.sharesPrompts());
        List<TokenRow> rows = rows(scorer.score(pairs, plan, probe::decoded));
        if (!run.holds(baseline, part)) {
          run.writeTokens(baseline, part, rows);
        }
      }
      for (int layer : layers) {
        probe.norm(layer).ifPresent(norm -> norms.put(name, behavior.name(), layer, norm));
      }
    }
    run.noteProvenance(ResidualNorms.KEY, norms.entries());
  }

  /** For scale residual; NaN for all others. */
  private double residualNorm(Cell cell) {
    Steering steering = cell.setting().steering();
    if (steering == null || !steering.needsResidualNorm()) {
      return Double.NaN;
    }
    return norms
        .find(cell.condition().model(), cell.condition().behavior(), steering.layer())
        .map(ResidualNorms.Norm::mean)
        .orElseThrow(
            () ->
                InputException.in(
                    model.file(),
                    "scale residual needs the norm of the residual stream after layer %d, which this model's graph in llama.cpp does not show; use --scale unit"
                        .formatted(steering.layer())));
  }

  private void checkEffect(Cell cell, double norm, int part, List<TokenRow> rows) {
    Steering steering = cell.setting().steering();
    if (steering != null) {
      Condition condition = cell.condition();
      Condition baseline = Condition.baseline(condition.model(), condition.behavior());
      effect.check(cell, steering.direction(norm), run.readTokens(baseline, part), rows);
    }
  }

  private List<TokenRow> rows(List<Scored> scored) {
    List<TokenRow> rows = new ArrayList<>();
    for (Pole pole : Pole.values()) {
      for (Scored pair : scored) {
        TokenizedText text = DecodePlan.text(pair.pair(), pole);
        int position = text.mask().start();
        for (TargetLogprob target : pair.of(pole)) {
          int token = text.token(position);
          rows.add(
              new TokenRow(
                  pair.pair().id(), pole, position, token, pieces.of(token), target.logprob()));
          position++;
        }
      }
    }
    return rows;
  }
}
