package dev.steerage.vector;

import dev.steerage.InputException;
import java.nio.file.Path;

/**
 * How many numbers are still taken from a file. Views, offsets and archive entries may name the
 * same bytes again and again, so that a small file can stand for more numbers than memory holds.
 */
final class NumberBudget {
  /** 256 layers of a width of 65,536. */
  static final int MOST_NUMBERS = 1 << 24;

  /** Tensors, lists, dicts and words: some for each layer of any model. */
  private static final int MOST_PARTS = 1 << 14;

  private final Path file;
  private long numbers;
  private int parts;

  NumberBudget(Path file) {
    this.file = file;
  }

  /**
   * Counts a tensor, or another part, before it is read.
   *
   * @param length in numbers, 0 or more; 0 for what is no tensor
   * @throws InputException if that is more than steering vectors need
   */
  void take(long length) {
    parts++;
    numbers += Math.min(length, MOST_NUMBERS + 1L);
    if (parts > MOST_PARTS || numbers > MOST_NUMBERS) {
      throw InputException.in(
          file,
          "holds more than %d parts or %d numbers, too many for a steering vector; check the path"
              .formatted(MOST_PARTS, MOST_NUMBERS));
    }
  }
}
