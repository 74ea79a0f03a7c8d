package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.PairScorer.Scored;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
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
import java.util.stream.Collectors;

/** Computes cells with one set of loaded weights and writes their token files. */
final class CellRunner {
  private final RunFolder run;
  private final Preflight preflight;
  private final LlamaModel model;
  private final Adapter adapter;
  private final PairScorer scorer;
  private final Pieces pieces;
  private final EffectCheck effect;

  /**
   * @param model of which {@code adapter} and {@code scorer} have a context
   */
  CellRunner(
      RunFolder run, Preflight preflight, LlamaModel model, Adapter adapter, PairScorer scorer) {
    this.run = run;
    this.preflight = preflight;
    this.model = model;
    this.adapter = adapter;
    this.scorer = scorer;
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
  void run(Behavior behavior, int part, List<Cell> cells, int batchTokens) {
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
            adapter.apply(cell.setting());
            List<TokenRow> rows = rows(scorer.score(pairs, plan, cell.setting().positions()));
            checkEffect(cell, part, rows);
            run.writeTokens(cell.condition(), part, rows);
          }
        });
  }

  private void checkEffect(Cell cell, int part, List<TokenRow> rows) {
    Steering steering = cell.setting().steering();
    if (steering != null) {
      Condition condition = cell.condition();
      Condition baseline = Condition.baseline(condition.model(), condition.behavior());
      effect.check(cell, steering.direction(), run.readTokens(baseline, part), rows);
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
