package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Finds the batch size at which a model decodes a run's own texts fastest on this machine. More is
 * not always better: in a unified KV cache every token is multiplied with every cell of its batch,
 * so a CPU has its best somewhere in the middle.
 */
final class BatchSize {
  private static final int LEAST = 64;
  private static final int MOST = 4096;

  /** Sizes grow until one is slower than the fastest by more than this. */
  private static final double SLOWER = 0.95;

  /**
   * The smallest size that is as fast as this share of the fastest is taken: it needs less memory.
   */
  private static final double AS_FAST = 0.98;

  private static final double SECONDS_A_SIZE = 1.5;
  private static final double SECONDS = 30;
  private static final double NANOS = 1e-9;

  private final EngineSpec engine;
  private final EvaluationListener listener;

  /**
   * A search.
   *
   * @param engine whose batch size is to be found
   * @param listener hears of it
   */
  BatchSize(EngineSpec engine, EvaluationListener listener) {
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * The engine with the batch size that was found.
   *
   * @param preflight of the model whose weights are measured
   * @param behavior whose texts are decoded, unsteered
   */
  EngineSpec found(Preflight preflight, Behavior behavior) {
    ModelInput weights = preflight.input();
    listener.stage("finding the batch size of " + weights.name());
    try (LlamaModel model = Models.load(weights.file(), engine.gpus().options())) {
      List<TokenizedPair> pairs = preflight.tokenize(model, Evaluation.part(behavior, 0), null);
      Map<Integer, Double> speeds =
          search(
              size -> {
                EngineSpec with = engine.withBatchTokens(size);
                return isRoomFor(preflight, with)
                    ? OptionalDouble.of(speed(model, pairs, preflight, with))
                    : OptionalDouble.empty();
              },
              DecodePlan.of(pairs, MOST, model.sharesPrompts()).tokens());
      int size = chosen(speeds);
      listener.note(
          "batches of %d tokens, as --batch-tokens auto asks: %s decodes %s tokens/s"
              .formatted(
                  size,
                  weights.name(),
                  speeds.entrySet().stream()
                      .map(e -> String.format(Locale.ROOT, "%.0f (%d)", e.getValue(), e.getKey()))
                      .collect(Collectors.joining(", "))));
      return engine.withBatchTokens(size);
    }
  }

  private static boolean isRoomFor(Preflight preflight, EngineSpec with) {
    MemoryNeed need = MemoryNeed.of(preflight.input().file(), with, preflight.cells(with));
    return new MemoryFit(need, LlamaLibrary.devices()).shortage().isEmpty();
  }

  /**
   * Measures sizes from the smallest on, each twice the one before, until one is clearly slower,
   * has no room, or time is up. The smallest is always measured.
   *
   * @param speed tokens a second with a size; empty where it has no room
   * @param most the texts have no more tokens than this
   */
  static Map<Integer, Double> search(IntFunction<OptionalDouble> speed, long most) {
    long begin = System.nanoTime();
    Map<Integer, Double> speeds = new TreeMap<>();
    double best = 0;
    for (int size = LEAST; size == LEAST || size <= Math.min(most, MOST); size *= 2) {
      OptionalDouble here = speed.apply(size);
      if (here.isEmpty()) {
        break;
      }
      speeds.put(size, here.getAsDouble());
      best = Math.max(best, here.getAsDouble());
      boolean isLate = (System.nanoTime() - begin) * NANOS > SECONDS;
      if (here.getAsDouble() < SLOWER * best || isLate) {
        break;
      }
    }
    return speeds;
  }

  /** The smallest size that no other one beats by much; the least of all where nothing had room. */
  static int chosen(Map<Integer, Double> speeds) {
    double best = speeds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    Optional<Integer> smallest =
        speeds.entrySet().stream()
            .filter(e -> e.getValue() >= AS_FAST * best)
            .map(Map.Entry::getKey)
            .min(Integer::compare);
    return smallest.orElse(LEAST);
  }

  /**
   * Tokens a second over groups from the middle of the plan on, where those of the costliest pairs
   * are over and all are full; the first one warms up and is decoded again.
   */
  private static double speed(
      LlamaModel model, List<TokenizedPair> pairs, Preflight preflight, EngineSpec with) {
    List<DecodePlan.Group> groups =
        DecodePlan.of(pairs, with.batchTokens(), model.sharesPrompts()).groups();
    try (LlamaContext context =
            LlamaContext.of(model, Engine.options(model, with, preflight.cells(with)));
        PairScorer scorer = new PairScorer(context, Scoring.of(model, with), tokens -> {})) {
      long tokens = 0;
      double spent = 0;
      int at = groups.size() / 2;
      for (int round = 0; round < 2 || spent < SECONDS_A_SIZE; round++) {
        long begin = System.nanoTime();
        long decoded = Calibration.decode(scorer, model, pairs, groups.get(at), with.batchTokens());
        if (round > 0) {
          spent += Math.max(1, System.nanoTime() - begin) * NANOS;
          tokens += decoded;
          at = (at + 1) % groups.size();
        }
      }
      return tokens / spent;
    }
  }
}
