package dev.steerage.vector;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.Map;

/** What every direction must be: of one width, finite, not zero. */
final class DirectionCheck {
  private DirectionCheck() {}

  /**
   * The values of a tensor [n] or [1, n].
   *
   * @param what names it in a sentence
   * @throws InputException if it is of another shape, zero or not finite
   */
  static float[] row(Path file, String what, Tensor tensor) {
    if (!tensor.isRow()) {
      throw InputException.in(
          file, what + " is of shape " + tensor.shape() + "; save one direction, of shape [n]");
    }
    return values(file, what, tensor.values());
  }

  /**
   * The same values.
   *
   * @throws InputException if all are zero or one is not finite
   */
  static float[] values(Path file, String what, float[] direction) {
    boolean zero = true;
    for (int i = 0; i < direction.length; i++) {
      if (!Float.isFinite(direction[i])) {
        throw InputException.in(
            file, "value " + i + " of " + what + " is " + direction[i] + "; it must be finite");
      }
      zero &= direction[i] == 0;
    }
    if (zero) {
      throw InputException.in(
          file, what + " is empty or zero, which steers nothing; extract the vector again");
    }
    return direction;
  }

  static boolean isZero(Tensor tensor) {
    for (float value : tensor.values()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses directions of several widths.
   *
   * @param directions by layer, at least one
   */
  static void sameWidth(Path file, Map<Integer, float[]> directions) {
    Map.Entry<Integer, float[]> first = directions.entrySet().iterator().next();
    directions.forEach(
        (layer, direction) -> {
          if (direction.length != first.getValue().length) {
            throw InputException.in(
                file,
                "layer %d has %d values but layer %d has %d; all must have the model's width"
                    .formatted(layer, direction.length, first.getKey(), first.getValue().length));
          }
        });
  }
}
