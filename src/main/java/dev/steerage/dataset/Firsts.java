package dev.steerage.dataset;

import dev.steerage.InputFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first of equal texts without keeping them: half of its SHA-256 stands for each, in 20
 * bytes.
 */
final class Firsts {
  private static final int NONE = -1;
  private static final float MOST_FULL = 0.75f;

  private final MessageDigest sha256 = InputFile.newDigest();
  private long[] high = new long[64];
  private long[] low = new long[64];
  private int[] numbers = filled(64);
  private int size;

  /**
   * The number of the first that had the same texts; the one that is given where none had.
   *
   * @param texts in an order; null is another text than an empty one
   */
  int of(int number, @Nullable String... texts) {
    for (String text : texts) {
      byte[] utf8 = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
      int length = text == null ? NONE : utf8.length;
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
      sha256.update(utf8);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
    long first = digest.getLong();
    long second = digest.getLong();
    if (size >= MOST_FULL * numbers.length) {
      grow();
    }
    int slot = slot(first, second);
    if (numbers[slot] == NONE) {
      put(slot, first, second, number);
      size++;
    }
    return numbers[slot];
  }

  /** Where a digest is, or is to be. */
  private int slot(long first, long second) {
    int slot = (int) Long.remainderUnsigned(first, numbers.length);
    while (numbers[slot] != NONE && (high[slot] != first || low[slot] != second)) {
      slot = (slot + 1) % numbers.length;
    }
    return slot;
  }

  private void put(int slot, long first, long second, int number) {
    high[slot] = first;
    low[slot] = second;
    numbers[slot] = number;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] old = numbers;
    int slots = old.length + old.length / 2;
    high = new long[slots];
    low = new long[slots];
    numbers = filled(slots);
    for (int i = 0; i < old.length; i++) {
      if (old[i] != NONE) {
        put(slot(oldHigh[i], oldLow[i]), oldHigh[i], oldLow[i], old[i]);
      }
    }
  }

  private static int[] filled(int slots) {
    int[] numbers = new int[slots];
    Arrays.fill(numbers, NONE);
    return numbers;
  }
}
