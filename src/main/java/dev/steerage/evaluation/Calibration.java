package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.EvaluationPlan.Speed;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.LlamaModel;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * Measures how fast weights decode a run's own texts on this machine. Each set of weights is
 * measured itself: how fast a batch is follows neither the file's size nor the number of bits.
 */
class Calibration {
  /** Measures nothing. */
  static final Calibration NONE =
      new Calibration(EngineSpec.exact(), EvaluationListener.NONE) {
        @Override
        boolean isWorthwhile(long tokens) {
          return false;
        }
      };

  /** Batches that must be left to do, so that the three of a calibration add little to them. */
  private static final int LEAST_BATCHES = 20;

  private static final double NANOS = 1e-9;

  private final EngineSpec engine;
  private final EvaluationListener listener;

  Calibration(EngineSpec engine, EvaluationListener listener) {
    this.engine = engine;
    this.listener = listener;
  }

  /** Whether so many tokens take long enough for the time to be worth knowing. */
  boolean isWorthwhile(long tokens) {
    return tokens >= (long) LEAST_BATCHES * engine.batchTokens();
  }

  /**
   * Loads weights and decodes three batches of a behavior without intervention. The first counts as
   * loading: it is what reads the weights that are mapped into memory. Several workers are at best
   * so many times as fast.
   */
  Speed speed(Preflight preflight, ModelInput weights, Behavior behavior) {
    listener.stage("calibrating " + weights.name());
    long start = System.nanoTime();
    try (Engine loaded = Engine.load(weights, engine, preflight.cells(engine));
        PairScorer scorer =
            new PairScorer(loaded.context(), Scoring.of(loaded.model(), engine), tokens -> {})) {
      LlamaModel model = loaded.model();
      List<TokenizedPair> pairs = preflight.tokenize(model, Evaluation.part(behavior, 0), null);
      List<DecodePlan.Group> groups =
          DecodePlan.of(pairs, engine.batchTokens(), model.sharesPrompts()).groups();
      decode(scorer, model, pairs, groups.get(0), engine.batchTokens());
      double loadSeconds = seconds(start);
      DoubleSummaryStatistics speeds = new DoubleSummaryStatistics();
      // behind the one that is least full, the costliest pairs are in the first groups, the
      // cheapest in the last
      for (int i : new int[] {groups.size() / 3, 2 * groups.size() / 3}) {
        long begin = System.nanoTime();
        long tokens = decode(scorer, model, pairs, groups.get(i), engine.batchTokens());
        speeds.accept(tokens / seconds(begin));
      }
      return new Speed(loadSeconds, speeds.getMin(), speeds.getMax() * engine.workers());
    }
  }

  /** Scores a group's pairs as a plan of their own, unsteered, and returns its tokens. */
  static long decode(
      PairScorer scorer,
      LlamaModel model,
      List<TokenizedPair> pairs,
      DecodePlan.Group group,
      int batchTokens) {
    List<TokenizedPair> some = group.pairs().stream().map(pairs::get).toList();
    DecodePlan plan = DecodePlan.of(some, batchTokens, model.sharesPrompts());
    FiniteCheck.of(
        model.file(), Setting.BASELINE, () -> scorer.score(some, plan, Pass.of(Positions.ALL)));
    return plan.tokens();
  }

  private static double seconds(long since) {
    return Math.max(1, System.nanoTime() - since) * NANOS;
  }
}
