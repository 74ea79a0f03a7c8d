package dev.steerage.llama;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Rows of logits or of the residual stream in native memory, [rows, width]: what one pass gives and
 * another one takes up. Used by one thread at a time.
 */
public final class FloatRows implements AutoCloseable {
  private final int width;
  private FloatPointer memory = new FloatPointer();
  private int capacity;

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

  /** Makes room for this many rows; what they hold is undefined where it has to grow. */
  public void reserve(int rows) {
    if (rows > capacity) {
      memory.close();
      memory = new FloatPointer((long) rows * width);
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
    return view.position((long) row * width)
        .limit((long) (row + 1) * width)
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
