package dev.steerage.dataset;

import java.util.List;
import java.util.Locale;

/** Our layout: objects with a prompt and its two continuations. */
final class PairLayout {
  static final List<String> KEYS = List.of("prompt", "positive", "negative", "system", "id");

  private PairLayout() {}

  /**
   * The pairs of a file, in its order.
   *
   * @param count of its entries
   * @throws dev.steerage.InputException for missing texts and for ids that occur twice
   */
  static List<ContrastPair> pairs(DataFile file, int count, HalfOrder order) {
    PackedPairs.Builder pairs = new PackedPairs.Builder();
    Firsts firsts = new Firsts();
    try (JsonEntries entries = file.open()) {
      for (JsonEntry entry = entries.next(); entry != null; entry = entries.next()) {
        ContrastPair pair = pair(entry, count, order);
        int other = firsts.of(entry.index(), pair.id());
        if (other != entry.index()) {
          throw entry.hasIdOf(other, pair.id());
        }
        pairs.add(pair);
      }
    }
    return pairs.build();
  }

  /** Which key is positive, in words. */
  static String positiveFrom(HalfOrder order) {
    return order == HalfOrder.POSITIVE_FIRST ? "key 'positive'" : "key 'negative' (poles swapped)";
  }

  /** The index of a pair as its id: "000", or longer where there are more than a thousand. */
  static String paddedIndex(int index, int count) {
    int digits = Math.max(3, String.valueOf(count - 1).length());
    return String.format(Locale.ROOT, "%0" + digits + "d", index);
  }

  /** The entry's own id, or its index among {@code count}. */
  static String id(JsonEntry entry, int count) {
    return entry.optional("id").orElseGet(() -> paddedIndex(entry.index(), count));
  }

  private static ContrastPair pair(JsonEntry entry, int count, HalfOrder order) {
    String prompt = entry.required("prompt");
    String positive = entry.required("positive");
    String negative = entry.required("negative");
    boolean swap = order == HalfOrder.NEGATIVE_FIRST;
    return new ContrastPair(
        id(entry, count),
        entry.optional("system").orElse(null),
        prompt,
        swap ? negative : positive,
        swap ? positive : negative);
  }
}
