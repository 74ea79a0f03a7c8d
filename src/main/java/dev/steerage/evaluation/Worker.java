package dev.steerage.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * One that computes cells: weights with a context, what is beside them, and what runs in there.
 * Used by one thread at a time.
 *
 * @param engine with the weights
 * @param beside with the reference model; null where none decodes beside
 * @param scorer in the engine's context
 * @param split of the engine's model
 * @param runner with all that
 */
record Worker(
    Engine engine, @Nullable Engine beside, PairScorer scorer, LayerSplit split, CellRunner runner)
    implements AutoCloseable {
  @Override
  public void close() {
    split.close();
    scorer.close();
    if (beside != null) {
      beside.close();
    }
    engine.close();
  }
}
