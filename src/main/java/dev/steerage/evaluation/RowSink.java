package dev.steerage.evaluation;

import dev.steerage.llama.FloatRows;

/** Takes the logits of a pass. */
@FunctionalInterface
interface RowSink {
  /**
   * Takes rows.
   *
   * @param places of each among all rows of the pass, 0-based
   * @param rows as many, from its first on; they change after this call
   */
  void write(long[] places, FloatRows rows);
}
