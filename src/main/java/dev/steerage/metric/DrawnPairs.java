package dev.steerage.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of many pairs figures draw: with more, a figure would be slow and large, and its points lie
 * on each other.
 */
public final class DrawnPairs {
  private static final int MOST = 1000;

  private DrawnPairs() {}

  /** The 0-based places of what is drawn of so many pairs in an order, evenly spaced. */
  public static List<Integer> places(int pairs) {
    int drawn = Math.min(pairs, MOST);
    return IntStream.range(0, drawn)
        .mapToObj(i -> drawn < 2 ? i : (int) ((long) i * (pairs - 1) / (drawn - 1)))
        .toList();
  }

  /** Whether that is not all of them. */
  public static boolean isSome(int pairs) {
    return pairs > MOST;
  }

  /** Says that not all of so many are drawn, where that is so; a sentence after a blank. */
  public static String words(int pairs) {
    return isSome(pairs)
        ? " Of %d points in order, %d are drawn, evenly spaced.".formatted(pairs, MOST)
        : "";
  }
}
