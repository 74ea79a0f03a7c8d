package dev.steerage.vector;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers in row-major order with a shape. */
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

  /** Whether it is one direction: of shape [n], or [1, n] as some programs save it. */
  boolean isRow() {
    return shape.size() == 1 || (shape.size() == 2 && shape.get(0) == 1);
  }

  /** The rows of a tensor [rows, n]. */
  List<Tensor> rows() {
    int n = shape.get(1);
    return IntStream.range(0, shape.get(0))
        .mapToObj(i -> new Tensor(List.of(n), Arrays.copyOfRange(values, i * n, (i + 1) * n)))
        .toList();
  }
}
