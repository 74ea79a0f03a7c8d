package dev.steerage.vector;

import java.util.List;

/** Finite numbers in row-major order with a shape. */
public final class Tensor {
  private final List<Integer> shape;
  private final float[] values;

  /**
   * The array is kept, not copied.
   *
   * @throws IllegalArgumentException if the shape does not multiply to the number of values
   */
  Tensor(List<Integer> shape, float[] values) {
    if (shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b) != values.length) {
      throw new IllegalArgumentException(values.length + " values do not fill " + shape);
    }
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /** Sizes, slowest dimension first; empty for a single number. */
  public List<Integer> shape() {
    return shape;
  }

  /** A copy of the values, row-major. */
  public float[] values() {
    return values.clone();
  }
}
