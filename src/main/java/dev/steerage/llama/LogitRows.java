package dev.steerage.llama;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Rows of logits in native memory, [rows, vocabulary]: what one pass gives and another is compared
 * with. Used by one thread at a time.
 */
public final class LogitRows implements AutoCloseable {
  private final int vocabulary;
  private FloatPointer memory = new FloatPointer();
  private int capacity;

  /**
   * No room yet.
   *
   * @param vocabulary number of tokens, a model's {@link LlamaModel#vocabularySize()}
   */
  public LogitRows(int vocabulary) {
    LlamaLibrary.load();
    this.vocabulary = vocabulary;
  }

  /** Bytes of a row. */
  public int rowBytes() {
    return vocabulary * Float.BYTES;
  }

  /** Makes room for this many rows; what they hold is undefined where it has to grow. */
  public void reserve(int rows) {
    if (rows > capacity) {
      memory.close();
      memory = new FloatPointer((long) rows * vocabulary);
      capacity = rows;
    }
  }

  /**
   * A row's bytes in native order, not copied: to be written to a file or filled from one, and not
   * to be touched after the next {@link #reserve} or {@link #close}.
   *
   * @param row 0-based, below what was reserved
   */
  public ByteBuffer row(int row) {
    // not closed: closing a view would free what it looks at
    FloatPointer view = new FloatPointer(pointer(row + 1));
    return view.position((long) row * vocabulary)
        .limit((long) (row + 1) * vocabulary)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** The memory, which has at least this many rows. */
  FloatPointer pointer(int rows) {
    if (rows > capacity) {
      throw new LlamaException(
          LlamaException.Status.ARGUMENT, "there is room for " + capacity + " rows, not " + rows);
    }
    return memory;
  }

  @Override
  public void close() {
    memory.close();
    memory = new FloatPointer();
    capacity = 0;
  }
}
