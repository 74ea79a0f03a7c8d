package dev.steerage.inspect;

import java.util.Collection;

/** Counts of words in texts. */
final class Words {
  private Words() {}

  /** Mean number of words of texts, parted by blanks. */
  static double mean(Collection<String> texts) {
    return texts.stream().mapToInt(Words::count).average().orElse(0);
  }

  private static int count(String text) {
    return text.strip().split("\\s+").length;
  }
}
