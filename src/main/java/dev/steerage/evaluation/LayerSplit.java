package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.llama.LlamaException;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes conditions of one model from the residual stream behind a layer: the blocks up to there
 * give the same for all of them and are decoded once, the baseline's pass being that where it is
 * made anyway. A layer is split only where a batch gives the same logprobs in both ways.
 */
final class LayerSplit implements AutoCloseable {
  /** Most that a token's logprob may differ from the plain way, in nats. */
  static final double BOUND = 1e-5;

  private final RunFolder run;
  private final Engine engine;
  private final SplitChoice choice;
  private final SplitLog log;
  private final EvaluationListener listener;
  private final Tails tails;
  private final @Nullable LayerSplit leader;
  // others follow in other threads
  private final Set<Integer> checked = ConcurrentHashMap.newKeySet();
  private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
  private final Map<Place, Map<Integer, Path>> rows = new HashMap<>();
  private final Map<Optional<String>, Set<Integer>> chosen = new HashMap<>();

  /** Texts that are decoded together: a part of the behavior, 0-based, under a system prompt. */
  private record Place(int part, Optional<String> systemPrompt) {}

  /**
   * Nothing is split yet.
   *
   * @param engine with the model that the choice is about
   * @param tails of that model
   * @param leader null, or what chooses the layers and keeps the residual streams for this one too,
   *     which then computes other cells of its behavior at the same time, in another context
   */
  LayerSplit(
      RunFolder run,
      Engine engine,
      SplitChoice choice,
      Tails tails,
      SplitLog log,
      EvaluationListener listener,
      @Nullable LayerSplit leader) {
    this.leader = leader;
    this.run = run;
    this.engine = engine;
    this.choice = choice;
    this.tails = tails;
    this.log = log;
    this.listener = listener;
  }

  /** Chooses the layers of a behavior, before anything of it is computed. */
  void begin(Behavior next) {
    release();
    choice
        .systemPrompts(next)
        .forEach(
            prompt -> {
              Set<Integer> layers = new LinkedHashSet<>(choice.layers(next, prompt.orElse(null)));
              layers.removeIf(layer -> !isPossible(layer));
              chosen.put(prompt, layers);
            });
  }

  /** Forgets the last behavior and deletes what was kept of it. */
  void release() {
    rows.values().forEach(files -> files.values().forEach(run.logits()::delete));
    rows.clear();
    chosen.clear();
  }

  /** Most tokens in one decode, in both ways. */
  int batchTokens() {
    return choice.engine().batchTokens();
  }

  /** Whether any layer of the behavior is split. */
  boolean splitsAny() {
    return chosen.keySet().stream().anyMatch(prompt -> !layers(prompt).isEmpty());
  }

  /** How far a baseline may be from itself. */
  NumberCheck.Drift drift() {
    return NumberCheck.Drift.of(choice.engine());
  }

  /** Layers (0-based) that are split for the pairs' own prompts. */
  Set<Integer> layers() {
    return layers(Optional.empty());
  }

  private Set<Integer> layers(Optional<String> systemPrompt) {
    Set<Integer> layers =
        leader == null
            ? new LinkedHashSet<>(chosen.getOrDefault(systemPrompt, Set.of()))
            : leader.layers(systemPrompt);
    layers.removeAll(refused);
    return layers;
  }

  private boolean isPossible(int layer) {
    if (refused.contains(layer)) {
      return false;
    }
    Optional<String> obstacle = tails.obstacle(layer);
    obstacle.ifPresent(reason -> refuse(layer, reason));
    return obstacle.isEmpty();
  }

  private void refuse(int layer, String reason) {
    refused.add(layer);
    tails.unload(layer);
    String model = choice.preflight().input().name();
    log.refused(model, layer, reason);
    listener.warning(
        "the conditions of model %s at layer %d are computed without the layer split: %s"
            .formatted(model, layer, reason));
  }

  /**
   * Begins to keep what {@link #layers} need of a part (0-based) under the pairs' own prompts, in a
   * pass without intervention that captures these layers; to be given to {@link #keep} and closed.
   */
  TrunkRows record(Cell baseline, int part) {
    return new TrunkRows(
        engine.context(), engine.model().width(), files(baseline.condition(), part, layers()));
  }

  /** Keeps what such a pass has written. */
  void keep(TrunkRows written, Cell baseline, int part) {
    keep(written, baseline.condition(), new Place(part, Optional.empty()));
  }

  private void keep(TrunkRows written, Condition condition, Place place) {
    Set<Integer> layers = layers(place.systemPrompt());
    Optional<String> failure = written.complete();
    if (failure.isPresent()) {
      layers.forEach(layer -> refuse(layer, failure.get()));
    } else {
      rows.put(place, files(condition, place.part(), layers));
    }
  }

  private Map<Integer, Path> files(Condition condition, int part, Set<Integer> layers) {
    Map<Integer, Path> files = new TreeMap<>();
    layers.forEach(layer -> files.put(layer, run.logits().residualFile(condition, part, layer)));
    return files;
  }

  /**
   * What scores a cell's texts behind its layer, ready for one pass over the plan; empty where the
   * cell is to be computed in the plain way. The engine's context may be left in any state.
   *
   * @param norm of the residual stream, for scale residual
   * @param part of the behavior, 0-based
   */
  Optional<PairScorer> scorer(Cell cell, double norm, int part, Texts texts) {
    Optional<String> prompt = Optional.ofNullable(cell.setting().systemPrompt());
    Steering steering = cell.setting().steering();
    if (steering == null
        || !SplitChoice.isSplittable(cell)
        || !layers(prompt).contains(steering.layer())
        || !isPossible(steering.layer())) {
      return Optional.empty();
    }
    int layer = steering.layer();
    try {
      Path file = rows(cell, new Place(part, prompt), texts).get(layer);
      if (file == null) {
        return Optional.empty();
      }
      Tail tail = tails.load(layer);
      float[] direction = steering.direction(norm);
      if (!isChecked(layer) && !isSame(tail, file, cell, norm, texts)) {
        return Optional.empty();
      }
      tail.decoder().begin(file, direction);
      return Optional.of(tail.scorer());
    } catch (LlamaException e) {
      refuse(layer, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean isChecked(int layer) {
    return checked.contains(layer) || (leader != null && leader.isChecked(layer));
  }

  private Map<Integer, Path> rows(Cell cell, Place place, Texts texts) {
    if (leader != null) {
      return leader.rows.getOrDefault(place, Map.of());
    }
    Map<Integer, Path> there = rows.get(place);
    return there == null ? decodeTrunk(cell, place, texts) : there;
  }

  private Map<Integer, Path> decodeTrunk(Cell cell, Place place, Texts texts) {
    Set<Integer> layers = layers(place.systemPrompt());
    engine.adapter().apply(Setting.BASELINE, Double.NaN);
    engine.context().capture(layers.stream().mapToInt(Integer::intValue).toArray());
    Map<Integer, Path> files = files(cell.condition(), place.part(), layers);
    try (TrunkRows written = new TrunkRows(engine.context(), engine.model().width(), files);
        PairScorer scorer = uncounted(engine, Decoder.TRUNK)) {
      scorer.decode(texts.pairs(), texts.plan(), written);
      keep(written, cell.condition(), place);
    } finally {
      engine.context().capture();
    }
    return rows.getOrDefault(place, Map.of());
  }

  private PairScorer uncounted(Engine with, Decoder decoder) {
    return new PairScorer(
        with.context(),
        decoder,
        Scoring.of(with.model(), choice.engine()),
        tokens -> {},
        StageClock.NONE);
  }

  /** Compares the plan's first group under a cell's condition in both ways. */
  private boolean isSame(Tail tail, Path file, Cell cell, double norm, Texts texts) {
    Steering steering = cell.setting().steering();
    if (steering == null) {
      return false;
    }
    Texts first = texts.firstGroup();
    Pass pass = Pass.of(cell.setting().positions());
    engine.adapter().apply(cell.setting(), norm);
    try (PairScorer plain = uncounted(engine, Decoder.TOKENS);
        PairScorer split =
            new PairScorer(
                tail.context(),
                tail.decoder(),
                Scoring.of(tail.model(), choice.engine()),
                tokens -> {},
                StageClock.NONE)) {
      List<PairScorer.Scored> wanted =
          FiniteCheck.of(
              engine.model().file(),
              cell.setting(),
              () -> plain.score(first.pairs(), first.plan(), pass));
      float[] direction = steering.direction(norm);
      tail.decoder().begin(file, direction);
      List<PairScorer.Scored> found = split.score(first.pairs(), first.plan(), pass);
      double largest = Tail.largestDifference(wanted, found);
      if (!(largest <= BOUND)) {
        refuse(
            steering.layer(),
            "the blocks behind it alone give logprobs that differ by up to %.1e"
                .formatted(largest));
        return false;
      }
      if (Steering.norm(direction) > 0) { // zeros show nothing of how a direction is added
        checked.add(steering.layer());
      }
      log.split(
          choice.preflight().input().name(), steering.layer(), tail.model().sizeInBytes(), largest);
      return true;
    }
  }

  @Override
  public void close() {
    release();
    tails.close();
  }
}
