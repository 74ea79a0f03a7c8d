package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * How much the columns of a model's matrices matter to the {@link Quantizer}: rounding errors are
 * weighted with these values. They are kept natively, outside Java's memory. Safe for several
 * threads, one at a time.
 */
public final class ImportanceMatrix implements AutoCloseable {
  private final Handle<Steer.steer_imatrix> handle;

  /**
   * A matrix without values.
   *
   * @param file recorded in the quantized file's metadata
   * @param dataset recorded likewise; empty where unknown
   * @param chunks recorded likewise; 0 where unknown
   */
  public ImportanceMatrix(String file, String dataset, int chunks) {
    LlamaLibrary.load();
    Steer.steer_imatrix pointer = new Steer.steer_imatrix();
    try (BytePointer name = LlamaLibrary.cString(file);
        BytePointer text = LlamaLibrary.cString(dataset)) {
      LlamaLibrary.check(Steer.steer_imatrix_init(name, text, chunks, pointer));
    }
    this.handle = new Handle<>(this, "matrix", pointer, Steer::steer_imatrix_free);
  }

  /**
   * Adds a tensor's values.
   *
   * @param tensor its name in the model, once
   * @param values one a column, for experts each expert's after the other; finite, not negative
   */
  public void add(String tensor, float[] values) {
    try (BytePointer name = LlamaLibrary.cString(tensor);
        FloatPointer numbers = new FloatPointer(values)) {
      LlamaLibrary.check(
          handle.use(
              matrix -> {
                // adding and reading at the same time would be a race
                synchronized (this) {
                  return Steer.steer_imatrix_add(matrix, name, numbers, values.length);
                }
              }));
    }
  }

  /**
   * Calls with a matrix, which stays as it is until the call is over, or with null where there is
   * none.
   */
  static int use(
      Optional<ImportanceMatrix> importance, ToIntFunction<Steer.@Nullable steer_imatrix> call) {
    if (importance.isEmpty()) {
      return call.applyAsInt(null);
    }
    ImportanceMatrix matrix = importance.get();
    return matrix.handle.use(
        pointer -> {
          synchronized (matrix) {
            return call.applyAsInt(pointer);
          }
        });
  }

  @Override
  public void close() {
    handle.close();
  }
}
