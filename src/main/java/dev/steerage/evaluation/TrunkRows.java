package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.FloatRows;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Writes the residual stream after some blocks into files while a plan is decoded: one row a token,
 * in the order of decoding.
 */
final class TrunkRows implements BatchWatch, AutoCloseable {
  private final LlamaContext context;
  private final FloatRows rows;
  private final Map<Integer, RowFile> files = new TreeMap<>();
  private Optional<String> failure = Optional.empty();
  private long next;

  /**
   * Begins files.
   *
   * @param context captures at least these blocks
   * @param width of its residual stream
   * @param files by 0-based block; none to do nothing
   */
  TrunkRows(LlamaContext context, int width, Map<Integer, Path> files) {
    this.context = context;
    this.rows = new FloatRows(width);
    files.forEach((layer, file) -> this.files.put(layer, RowFile.create(file)));
  }

  @Override
  public void decoded(Batch batch, int weight) {
    if (failure.isPresent()) {
      return;
    }
    long[] places = places(next, batch);
    next += batch.size();
    try {
      files.forEach(
          (layer, file) -> {
            context.copyResiduals(layer, batch.size(), rows);
            file.write(places, rows);
          });
    } catch (LlamaException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Places of a batch's rows, the first of which is {@code next}. */
  static long[] places(long next, Batch batch) {
    return LongStream.range(next, next + batch.size()).toArray();
  }

  /** Ends the files, which are there from now on; a sentence where they cannot be. */
  Optional<String> complete() {
    if (failure.isEmpty()) {
      files.values().forEach(RowFile::complete);
    }
    return failure;
  }

  @Override
  public void close() {
    files.values().forEach(RowFile::close);
    rows.close();
  }
}
