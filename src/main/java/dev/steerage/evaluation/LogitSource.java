package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.FloatRows;
import dev.steerage.llama.LlamaContext;

/** Where the logits come from that a pass is compared with. */
interface LogitSource {
  /** A group begins: the context was cleared. */
  void begin();

  /** As the pass's context: forgets all sequences but one, from which others branch off. */
  void branch(int from, int[] sequences);

  /**
   * Whether rows are there for good, to be read at any time and on any thread; else the next decode
   * takes them away.
   */
  boolean isKept();

  /** A batch of the pass was decoded; returns how many tokens that made this source decode. */
  int decoded(Batch batch);

  /**
   * Gives rows of that batch.
   *
   * @param indices in the batch, of outputs
   * @param places of the same rows in a file of the whole pass, 0-based
   * @param rows its first ones get them, one an index
   */
  void rows(int[] indices, long[] places, FloatRows rows);

  /** Rows that an earlier pass over the same texts kept. */
  static LogitSource of(RowFile file) {
    return new LogitSource() {
      @Override
      public void begin() {
        // rows stand where they stand
      }

      @Override
      public void branch(int from, int[] sequences) {
        // likewise
      }

      @Override
      public boolean isKept() {
        return true;
      }

      @Override
      public int decoded(Batch batch) {
        return 0; // the rows are there
      }

      @Override
      public void rows(int[] indices, long[] places, FloatRows rows) {
        file.read(places, rows);
      }
    };
  }

  /** Rows of another context, which decodes the same batches beside the pass. */
  static LogitSource of(LlamaContext context) {
    return new LogitSource() {
      @Override
      public void begin() {
        context.clear();
      }

      @Override
      public void branch(int from, int[] sequences) {
        context.keep(from);
        context.branch(from, sequences);
      }

      @Override
      public boolean isKept() {
        return false;
      }

      @Override
      public int decoded(Batch batch) {
        context.decode(batch);
        return batch.size();
      }

      @Override
      public void rows(int[] indices, long[] places, FloatRows rows) {
        context.copyLogits(indices, rows);
      }
    };
  }
}
