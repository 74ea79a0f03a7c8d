package dev.steerage.evaluation;

import dev.steerage.llama.Batch;

/** Hears of every batch while the context still has its results. */
@FunctionalInterface
interface BatchWatch {
  /** Does nothing. */
  BatchWatch NONE = (batch, weight) -> {};

  /**
   * A batch was decoded.
   *
   * @param weight number of pairs that each of its tokens stands for: more than 1 where they all
   *     begin with it
   */
  void decoded(Batch batch, int weight);

  /** This one and then another. */
  default BatchWatch andThen(BatchWatch next) {
    return (batch, weight) -> {
      decoded(batch, weight);
      next.decoded(batch, weight);
    };
  }
}
