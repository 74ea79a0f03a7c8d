package dev.steerage;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a mistyped word was meant to be. */
public final class Spelling {
  /** One letter in this many may be wrong; more makes words near that have nothing in common. */
  private static final int LETTERS_PER_EDIT = 3;

  private Spelling() {}

  /** The word with the fewest edits to {@code typed}, if they are few for its length. */
  public static Optional<String> nearest(String typed, Collection<String> words) {
    int most = Math.max(1, typed.length() / LETTERS_PER_EDIT);
    return words.stream()
        .filter(word -> edits(typed, word) <= most)
        .min(Comparator.comparingInt((String word) -> edits(typed, word)).thenComparing(w -> w));
  }

  /** The words, those with fewer edits to {@code typed} first. */
  public static List<String> nearestFirst(String typed, Collection<String> words) {
    return words.stream()
        .sorted(Comparator.comparingInt((String word) -> edits(typed, word)).thenComparing(w -> w))
        .toList();
  }

  /** Levenshtein's distance: letters inserted, removed or replaced. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
