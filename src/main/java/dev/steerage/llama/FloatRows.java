package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of logits or of the residual stream in native memory, [rows, width]: what one pass gives and
 * another one takes up. Used by one thread at a time.
 */
public final class FloatRows implements AutoCloseable {
  private final int width;
  private FloatPointer memory = new FloatPointer();
  private int capacity;
  private boolean closed;

  /**
   * No room yet.
   *
   * @param width values of a row: a model's {@link LlamaModel#vocabularySize()} or {@link
   *     LlamaModel#width()}
   */
  public FloatRows(int width) {
    LlamaLibrary.load();
    this.width = width;
  }

  /** Bytes of a row. */
  public int rowBytes() {
    return width * Float.BYTES;
  }

  /**
   * Makes room for this many rows; what they hold is undefined where it has to grow.
   *
   * @throws IllegalStateException if these rows are closed
   */
  public void reserve(int rows) {
    checkNotClosed();
    if (rows > capacity) {
      memory.close();
      capacity = 0; // as long as there is no other memory
      memory = new FloatPointer((long) rows * width);
      capacity = rows;
    }
  }

  /**
   * A row's bytes in native order, not copied: to be written to a file or filled from one, and not
   * to be touched after the next {@link #reserve} or {@link #close}.
   *
   * @param row 0-based, below what was reserved
   * @throws LlamaException if it is not
   * @throws IllegalStateException if these rows are closed
   */
  public ByteBuffer row(int row) {
    FloatPointer whole = pointer(0);
    if (row < 0 || row >= capacity) {
      throw new LlamaException(
          LlamaException.Status.ARGUMENT, "there is no row " + row + " of " + capacity);
    }
    // not closed: closing a view would free what it looks at
    FloatPointer view = new FloatPointer(whole);
    return view.position((long) row * width)
        .limit((long) (row + 1) * width)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /**
   * What the first rows, which are logits, say of targets, and how far they are from others: the
   * same numbers as {@link LlamaContext#scores}.
   *
   * @param targets token ids, one a row
   * @param baseline its first rows are what those are compared with; null for none
   * @param reference likewise
   * @param threads to work on
   * @throws LlamaException if there are fewer rows, a target is not in the vocabulary, or a row not
   *     finite
   */
  public List<RowScores> scores(
      int[] targets, @Nullable FloatRows baseline, @Nullable FloatRows reference, int threads) {
    int n = targets.length;
    try (IntPointer nativeTargets = new IntPointer(targets)) {
      return RowScores.of(
          n,
          baseline != null,
          reference != null,
          results ->
              Steer.steer_row_scores(
                  pointer(n),
                  n,
                  width,
                  nativeTargets,
                  RowScores.pointer(baseline, n),
                  RowScores.pointer(reference, n),
                  (long) n * width,
                  threads,
                  results));
    }
  }

  /** The memory, which has at least this many rows. */
  FloatPointer pointer(int rows) {
    checkNotClosed();
    if (rows > capacity) {
      throw new LlamaException(
          LlamaException.Status.ARGUMENT, "there is room for " + capacity + " rows, not " + rows);
    }
    return memory;
  }

  private void checkNotClosed() {
    if (closed) {
      throw new IllegalStateException("these rows are closed");
    }
  }

  @Override
  public void close() {
    memory.close();
    closed = true;
    capacity = 0;
  }
}
