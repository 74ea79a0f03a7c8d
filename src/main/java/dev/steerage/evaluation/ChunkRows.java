package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.FloatRows;

/** The rows that the baseline gave for some chunks, in memory until the next ones. */
final class ChunkRows implements LogitSource, RowSink, AutoCloseable {
  private final FloatRows kept;
  private long start;

  /**
   * @param vocabularySize tokens in a row
   */
  ChunkRows(int vocabularySize) {
    this.kept = new FloatRows(vocabularySize);
  }

  /**
   * Forgets what is kept and makes room.
   *
   * @param place of the first row that will be kept
   * @param rows how many
   */
  void reserve(long place, int rows) {
    start = place;
    kept.reserve(rows);
  }

  @Override
  public void write(long[] places, FloatRows rows) {
    for (int i = 0; i < places.length; i++) {
      kept.row((int) (places[i] - start)).put(rows.row(i));
    }
  }

  @Override
  public void begin() {
    // the rows are of the chunks that are read again
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
    rows.reserve(places.length);
    for (int i = 0; i < places.length; i++) {
      rows.row(i).put(kept.row((int) (places[i] - start)));
    }
  }

  @Override
  public void close() {
    kept.close();
  }
}
