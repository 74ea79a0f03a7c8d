package dev.steerage.dataset;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.List;

/** The paper's layout: n texts of one pole, then n of the other with the same prompts. */
final class PaperLayout {
  static final String KEY = "question";
  static final List<String> KEYS = List.of(KEY);

  private PaperLayout() {}

  /**
   * The pairs of a file: pair i from entries i and i + n/2.
   *
   * @param count n
   * @throws InputException if the entries do not pair up
   */
  static List<ContrastPair> pairs(DataFile file, int count, HalfOrder order) {
    if (count % 2 != 0) {
      throw InputException.in(
          file.path(),
          "holds %d entries, which do not make two halves; add or remove one".formatted(count));
    }
    checkTexts(file);
    int n = count / 2;
    PackedPairs.Builder pairs = new PackedPairs.Builder();
    try (JsonEntries firsts = file.open();
        JsonEntries seconds = file.open()) {
      for (int i = 0; i < n; i++) {
        read(seconds);
      }
      for (int i = 0; i < n; i++) {
        pairs.add(pair(file.path(), i, n, read(firsts), read(seconds), order));
      }
    }
    return pairs.build();
  }

  /** What is wrong with a text alone comes before what is wrong with two. */
  private static void checkTexts(DataFile file) {
    try (JsonEntries entries = file.open()) {
      for (JsonEntry entry = entries.next(); entry != null; entry = entries.next()) {
        ChatText.of(entry);
      }
    }
  }

  private static JsonEntry read(JsonEntries entries) {
    JsonEntry entry = entries.next();
    if (entry == null) {
      throw new IllegalStateException("fewer entries than were counted");
    }
    return entry;
  }

  private static ContrastPair pair(
      Path file, int i, int n, JsonEntry first, JsonEntry second, HalfOrder order) {
    ChatText one = ChatText.of(first);
    ChatText other = ChatText.of(second);
    if (!one.head().equals(other.head())) {
      throw InputException.in(
          file,
          "entries %d and %d (lines %d and %d) make a pair but have different prompts; make them equal"
              .formatted(i, i + n, first.line(), second.line()));
    }
    String id = PairLayout.paddedIndex(i, n);
    return order == HalfOrder.NEGATIVE_FIRST ? pair(id, other, one) : pair(id, one, other);
  }

  /** Which half is positive, in words. */
  static String positiveFrom(int entries, HalfOrder order) {
    int n = entries / 2;
    return order == HalfOrder.POSITIVE_FIRST
        ? "first half (entries 0 to %d)".formatted(n - 1)
        : "second half (entries %d to %d)".formatted(n, 2 * n - 1);
  }

  private static ContrastPair pair(String id, ChatText positive, ChatText negative) {
    boolean plain = positive.isLlama2() && negative.isLlama2();
    return new ContrastPair(
        id,
        positive.system().orElse(null),
        positive.prompt(),
        positive.continuation(),
        negative.continuation(),
        plain
            ? null
            : new ContrastPair.FileText(positive.head(), positive.tail(), negative.tail()));
  }
}
