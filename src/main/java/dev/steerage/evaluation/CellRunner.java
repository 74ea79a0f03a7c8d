package dev.steerage.evaluation;

import static java.util.Comparator.comparingInt;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.PairScorer.Scored;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaException;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.TokenRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Computes cells with one set of loaded weights and writes their token files. */
final class CellRunner {
  private final RunFolder run;
  private final Preflight preflight;
  private final Workload workload;
  private final Engine engine;
  private final @Nullable ReferenceRun reference;
  private final PairScorer scorer;
  private final LayerSplit split;
  private final ResidualNorms norms;
  private final Pieces pieces;
  private final EffectCheck effect;
  private final NumberCheck numbers;
  private @Nullable Condition lastBaseline;
  private int lastPart;
  private List<TokenRow> lastTokens = List.of();

  /**
   * A runner.
   *
   * @param preflight of the model whose cells they are
   * @param engine with the model, or with weights that are in its place
   * @param scorer in the engine's context
   * @param split of the engine's model, begun for each behavior
   * @param reference of the model; null where there is none to compare with
   */
  CellRunner(
      RunFolder run,
      Preflight preflight,
      Workload workload,
      ResidualNorms norms,
      Engine engine,
      PairScorer scorer,
      LayerSplit split,
      @Nullable ReferenceRun reference) {
    this.run = run;
    this.preflight = preflight;
    this.workload = workload;
    this.norms = norms;
    this.engine = engine;
    this.scorer = scorer;
    this.split = split;
    this.reference = reference;
    this.pieces = new Pieces(engine.model());
    this.numbers = new NumberCheck(engine.model().vocabularySize());
    this.effect =
        new EffectCheck(
            engine.model().file(),
            engine.model().metadata("general.architecture").orElse("unknown"));
  }

  /**
   * Computes one part (0-based) of some cells of a behavior other than the baseline, whose own is
   * there already, with its logits where they are wanted.
   *
   * @throws InputException if a vector changes nothing
   */
  void run(Behavior behavior, int part, List<Cell> cells) {
    bySystemPrompt(cells)
        .forEach(
            (system, group) -> {
              Texts texts = texts(behavior, part, system.orElse(null));
              for (Cell cell : group) {
                double norm = residualNorm(cell);
                PairScorer with =
                    split.scorer(cell, norm, part, texts).orElseGet(() -> plain(cell, norm));
                List<TokenRow> rows =
                    pass(with, new Part(cell, behavior, part), texts, BatchWatch.NONE);
                checkEffect(cell, norm, part, rows);
                if (workload.lacksTokens(cell, part)) {
                  write(cell, part, rows);
                }
              }
            });
  }

  /** A layer's cells one after the other: their blocks may have no room beside others'. */
  private static Map<Optional<String>, List<Cell>> bySystemPrompt(List<Cell> cells) {
    return cells.stream()
        .sorted(comparingInt(CellRunner::layer))
        .collect(
            Collectors.groupingBy(
                cell -> Optional.ofNullable(cell.setting().systemPrompt()),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  /**
   * Loads what cells need and has the layer split compare their layers, each with its first cell as
   * {@link #run} would, before others compute cells of them in other threads.
   */
  void prepare(Behavior behavior, int part, List<Cell> cells) {
    cells.forEach(cell -> engine.adapter().prepare(cell.setting()));
    if (!split.splitsAny()) {
      return;
    }
    bySystemPrompt(cells)
        .forEach(
            (system, group) -> {
              Texts texts = texts(behavior, part, system.orElse(null));
              Set<Integer> seen = new TreeSet<>();
              for (Cell cell : group) {
                if (seen.add(layer(cell))) {
                  split.scorer(cell, residualNorm(cell), part, texts);
                }
              }
            });
  }

  private static int layer(Cell cell) {
    Steering steering = cell.setting().steering();
    return steering == null ? -1 : steering.layer();
  }

  private PairScorer plain(Cell cell, double norm) {
    engine.adapter().apply(cell.setting(), norm);
    return scorer;
  }

  /**
   * Decodes a behavior's texts without intervention for what is still missing: the baseline's cell,
   * its logits, the norms of the residual stream; and keeps that stream where the layer split needs
   * it.
   *
   * @param baseline the cell
   * @param layers 0-based blocks after which the norm is to be measured; empty for none
   */
  void baseline(Behavior behavior, Cell baseline, Set<Integer> layers) {
    engine.adapter().apply(Setting.BASELINE, Double.NaN);
    Set<Integer> captured = new TreeSet<>(layers);
    captured.addAll(split.layers());
    try (NormProbe probe = new NormProbe(engine.context(), layers, engine.model().layers() - 1)) {
      engine.context().capture(captured.stream().mapToInt(Integer::intValue).toArray());
      for (int part = 0; part < Evaluation.parts(behavior); part++) {
        boolean lacksTokens = workload.lacksTokens(baseline, part);
        if (layers.isEmpty() && !lacksTokens && !workload.lacksLogits(baseline, behavior, part)) {
          continue;
        }
        try (TrunkRows trunk = split.record(baseline, part)) {
          BatchWatch each = trunk;
          List<TokenRow> rows =
              pass(
                  scorer,
                  new Part(baseline, behavior, part),
                  texts(behavior, part, null),
                  layers.isEmpty() ? each : each.andThen(probe));
          split.keep(trunk, baseline, part);
          if (lacksTokens) {
            write(baseline, part, rows);
          } else {
            numbers.checkBaseline(
                baseline.condition(),
                baselineTokens(baseline.condition(), part),
                rows,
                split.drift());
          }
        }
      }
      for (int layer : layers) {
        probe
            .norm(layer)
            .ifPresent(norm -> norms.put(preflight.input().name(), behavior.name(), layer, norm));
      }
    }
    if (!layers.isEmpty()) {
      run.noteProvenance(ResidualNorms.KEY, norms.entries());
    }
  }

  /**
   * Decodes the first batch of a behavior's baseline once more, after everything else: what other
   * conditions set in the context has to be gone.
   *
   * @throws CellException if logprobs differ from what the baseline's cell has
   */
  void checkBaseline(Behavior behavior, Cell baseline) {
    engine.adapter().apply(Setting.BASELINE, Double.NaN);
    Texts texts = texts(behavior, 0, null).firstGroup();
    try (PairScorer uncounted =
        new PairScorer(
            engine.context(),
            new Scoring(engine.model().vocabularySize(), split.batchTokens(), 0),
            tokens -> {})) {
      List<Scored> again = uncounted.score(texts.pairs(), texts.plan(), Pass.of(Positions.ALL));
      numbers.checkBaseline(
          baseline.condition(),
          run.readTokens(baseline.condition(), 0),
          rows(baseline.condition(), again),
          split.drift());
    }
  }

  private void write(Cell cell, int part, List<TokenRow> rows) {
    scorer.clock().enter(Stage.FILES);
    run.writeTokens(cell.condition(), part, rows);
    scorer.clock().enter(Stage.JAVA);
  }

  private Texts texts(Behavior behavior, int part, @Nullable String systemPrompt) {
    List<TokenizedPair> pairs = tokenize(behavior, part, systemPrompt);
    boolean isSame =
        systemPrompt == null || RowPlaces.areSame(pairs, tokenize(behavior, part, null));
    return new Texts(
        pairs, DecodePlan.of(pairs, split.batchTokens(), engine.model().sharesPrompts()), isSame);
  }

  private List<TokenizedPair> tokenize(Behavior behavior, int part, @Nullable String systemPrompt) {
    return preflight.tokenize(engine.model(), Evaluation.part(behavior, part), systemPrompt);
  }

  /** A part (0-based) of a cell of a behavior. */
  private record Part(Cell cell, Behavior behavior, int part) {}

  /** One pass, compared with what is wanted, its logits kept where they are wanted. */
  private List<TokenRow> pass(PairScorer with, Part of, Texts texts, BatchWatch each) {
    Cell cell = of.cell();
    Behavior behavior = of.behavior();
    int part = of.part();
    boolean lacksTokens = workload.lacksTokens(cell, part);
    boolean toBaseline =
        lacksTokens && texts.hasOwnPrompts() && workload.isComparedWithBaseline(cell);
    boolean toReference =
        lacksTokens && reference != null && workload.isComparedWithReference(preflight, cell);
    Condition c = cell.condition();
    try (RowFile keep =
            workload.lacksLogits(cell, behavior, part)
                ? RowFile.create(run.logits().file(c, part))
                : null;
        RowFile kept =
            toBaseline
                ? RowFile.open(run.logits().file(Condition.baseline(c.model(), c.behavior()), part))
                : null;
        ReferenceRun.Open other =
            toReference && reference != null ? reference.open(cell, part) : null) {
      Pass pass =
          new Pass(
              cell.setting().positions(),
              each,
              new LogitUse(
                  kept == null ? null : LogitSource.of(kept),
                  other == null ? null : other.source(),
                  keep == null ? List.of() : List.of(keep::write)));
      List<Scored> scored =
          FiniteCheck.of(
              engine.model().file(),
              cell.setting(),
              () -> with.score(texts.pairs(), texts.plan(), pass));
      if (keep != null) {
        keep.complete();
      }
      return rows(c, scored);
    } catch (LlamaException e) {
      throw new CellException(c, e);
    }
  }

  /** For scale residual; NaN for all others. */
  private double residualNorm(Cell cell) {
    return norms.of(cell).orElseThrow(() -> noNorm(engine.model().file(), cell));
  }

  /** The sentence for a model whose graph does not show the residual stream. */
  static InputException noNorm(Path model, Cell cell) {
    Steering steering = cell.setting().steering();
    return InputException.in(
        model,
        "scale residual needs the norm of the residual stream after layer %d, which this model's graph in llama.cpp does not show; use --scale unit"
            .formatted(steering == null ? -1 : steering.layer()));
  }

  private void checkEffect(Cell cell, double norm, int part, List<TokenRow> rows) {
    Steering steering = cell.setting().steering();
    if (steering != null) {
      Condition condition = cell.condition();
      Condition baseline = Condition.baseline(condition.model(), condition.behavior());
      effect.check(cell, steering.direction(norm), baselineTokens(baseline, part), rows);
    }
  }

  /** Read once for all cells that are compared with them. */
  private List<TokenRow> baselineTokens(Condition baseline, int part) {
    if (!baseline.equals(lastBaseline) || part != lastPart) {
      scorer.clock().enter(Stage.FILES);
      lastTokens = run.readTokens(baseline, part);
      scorer.clock().enter(Stage.JAVA);
      lastBaseline = baseline;
      lastPart = part;
    }
    return lastTokens;
  }

  private List<TokenRow> rows(Condition condition, List<Scored> scored) {
    List<TokenRow> rows = new ArrayList<>();
    for (Pole pole : Pole.values()) {
      for (Scored pair : scored) {
        TokenizedText text = DecodePlan.text(pair.pair(), pole);
        int position = text.mask().start();
        for (TokenScore score : pair.of(pole)) {
          int token = text.token(position);
          String id = pair.pair().id();
          int place = position;
          numbers.check(condition, () -> NumberCheck.name(id, pole.word(), place), score.target());
          rows.add(
              new TokenRow(
                  id,
                  pole,
                  position,
                  token,
                  pieces.of(token),
                  score.logprob(),
                  score.fromBaseline(),
                  score.fromReference()));
          position++;
        }
      }
    }
    return rows;
  }
}
