package dev.steerage.evaluation;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Pairs packed into groups whose tokens are in the cache together. Each pair's common tokens are
 * decoded once for both continuations, and a text's last token not at all: nothing follows it.
 *
 * @param groups in the order of decoding; a group has more tokens than a batch only if it is one
 *     pair
 * @param sharing whether common tokens are decoded once
 */
record DecodePlan(List<Group> groups, boolean sharing) {

  private static final int MOST_PAIRS = LlamaContext.Options.MOST_SEQUENCES / 2;

  /**
   * Some pairs.
   *
   * @param pairs indices in the planned list
   * @param tokens that they cost
   */
  record Group(List<Integer> pairs, int tokens) {}

  /**
   * Packs pairs, costliest first, each into the fullest group that has room for it.
   *
   * @param batchTokens most tokens in a group of several pairs
   * @param sharing whether the model can have a token in two sequences
   */
  static DecodePlan of(List<TokenizedPair> pairs, int batchTokens, boolean sharing) {
    int[] costs = pairs.stream().mapToInt(pair -> cost(pair, sharing)).toArray();
    return new DecodePlan(pack(costs, batchTokens, sharing), sharing);
  }

  /**
   * Packs pairs as {@link #of} does.
   *
   * @param costs tokens that each pair needs decoded
   */
  static List<Group> pack(int[] costs, int batchTokens, boolean sharing) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < costs.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> -costs[i]));
    // a model that cannot share keeps a whole state for each sequence: two at a time are enough
    int mostPairs = sharing ? MOST_PAIRS : 1;
    List<OpenGroup> open = new ArrayList<>();
    for (int i : order) {
      int cost = costs[i];
      OpenGroup best = null;
      for (OpenGroup group : open) {
        boolean fits = group.tokens + cost <= batchTokens && group.pairs.size() < mostPairs;
        if (fits && (best == null || group.tokens > best.tokens)) {
          best = group;
        }
      }
      if (best == null) {
        best = new OpenGroup();
        open.add(best);
      }
      best.pairs.add(i);
      best.tokens += cost;
    }
    return open.stream().map(g -> new Group(List.copyOf(g.pairs), g.tokens)).toList();
  }

  private static final class OpenGroup {
    final List<Integer> pairs = new ArrayList<>();
    int tokens;
  }

  /** Tokens to be decoded for a pair. */
  static int cost(TokenizedPair pair, boolean sharing) {
    int shared = sharing ? shared(pair) : 0;
    return length(pair, Pole.POSITIVE) + length(pair, Pole.NEGATIVE) - shared;
  }

  /** Leading tokens that both texts have in common and that both need decoded. */
  static int shared(TokenizedPair pair) {
    int shorter = Math.min(length(pair, Pole.POSITIVE), length(pair, Pole.NEGATIVE));
    return Math.min(pair.sharedTokens(), shorter);
  }

  /** Tokens of a text that are decoded: all but the last. */
  static int length(TokenizedPair pair, Pole pole) {
    return text(pair, pole).length() - 1;
  }

  static TokenizedText text(TokenizedPair pair, Pole pole) {
    return pole == Pole.POSITIVE ? pair.positive() : pair.negative();
  }

  /** Tokens of the whole plan. */
  long tokens() {
    return groups.stream().mapToLong(Group::tokens).sum();
  }
}
