package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.FloatRows;
import dev.steerage.llama.LlamaContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives a tail's context the rows that {@link TrunkRows} wrote, with a direction added at the
 * tokens that a batch marks.
 */
final class TailDecoder implements Decoder, AutoCloseable {
  private final FloatRows rows;
  private final float[] direction;
  private @Nullable Path path;
  private @Nullable RowFile file;
  private long next;

  /**
   * Without rows yet.
   *
   * @param width of the residual stream
   */
  TailDecoder(int width) {
    this.rows = new FloatRows(width);
    this.direction = new float[width];
  }

  /**
   * Begins a pass over the plan whose rows a file has.
   *
   * @param added [width]
   */
  void begin(Path from, float[] added) {
    if (!from.equals(path)) {
      closeFile();
      file = RowFile.open(from);
      path = from;
    }
    System.arraycopy(added, 0, direction, 0, direction.length);
    next = 0;
  }

  @Override
  public void decode(LlamaContext context, Batch batch) {
    if (file == null) {
      throw new IllegalStateException("no rows were given");
    }
    file.read(TrunkRows.places(next, batch), rows);
    next += batch.size();
    context.decodeResidual(batch, rows, direction);
  }

  private void closeFile() {
    if (file != null) {
      file.close();
      file = null;
      path = null;
    }
  }

  @Override
  public void close() {
    closeFile();
    rows.close();
  }
}
