package dev.steerage.vector;

import java.util.List;

/**
 * Where a tensor of a GGUF file lies.
 *
 * @param name unique in the file
 * @param dimensions sizes, fastest dimension first (ggml's order), one to four
 * @param type of the numbers
 * @param position of its first byte in the file
 * @param bytes of the numbers
 */
public record GgufTensor(
    String name, List<Long> dimensions, GgmlType type, long position, long bytes) {
  public GgufTensor {
    dimensions = List.copyOf(dimensions);
  }

  /** Whether it has but one dimension that is not 1: its first. */
  public boolean isVector() {
    return dimensions.stream().skip(1).allMatch(d -> d == 1);
  }
}
