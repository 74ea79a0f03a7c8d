package dev.steerage.dataset;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The paper's layout: n texts of one pole, then n of the other with the same prompts. */
final class PaperLayout {
  static final String KEY = "question";
  static final List<String> KEYS = List.of(KEY);

  private PaperLayout() {}

  /**
   * The pairs of a file: pair i from entries i and i + n/2.
   *
   * @throws InputException if the entries do not pair up
   */
  static List<ContrastPair> pairs(Path file, List<JsonEntry> entries, HalfOrder order) {
    if (entries.size() % 2 != 0) {
      throw InputException.in(
          file,
          "holds %d entries, which do not make two halves; add or remove one"
              .formatted(entries.size()));
    }
    List<ChatText> texts = new ArrayList<>();
    for (JsonEntry entry : entries) {
      texts.add(ChatText.of(entry));
    }
    int n = texts.size() / 2;
    List<ContrastPair> pairs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (!texts.get(i).head().equals(texts.get(i + n).head())) {
        throw InputException.in(
            file,
            "entries %d and %d (lines %d and %d) make a pair but have different prompts; make them equal"
                .formatted(i, i + n, entries.get(i).line(), entries.get(i + n).line()));
      }
      boolean swap = order == HalfOrder.NEGATIVE_FIRST;
      ChatText positive = texts.get(swap ? i + n : i);
      ChatText negative = texts.get(swap ? i : i + n);
      pairs.add(pair(PairLayout.paddedIndex(i, n), positive, negative));
    }
    return pairs;
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
