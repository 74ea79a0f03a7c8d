package dev.steerage.evaluation;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Pairs packed into groups whose tokens are in the cache together. What all texts begin with is
 * decoded once, before the first group, and stays in the cache; each pair's other common tokens are
 * decoded once for both continuations, and a text's last token not at all: nothing follows it.
 *
 * @param groups in the order of decoding; a group has more tokens than a batch only if it is one
 *     pair
 * @param sharing whether common tokens are decoded once
 * @param prefix number of tokens that all texts begin with and that are decoded once
 */
record DecodePlan(List<Group> groups, boolean sharing, int prefix) {

  /** The sequence that holds the prefix; those of a group's texts are numbered from 0. */
  static final int PREFIX_SEQUENCE = LlamaContext.Options.MOST_SEQUENCES - 1;

  /** A prefix is a decode of its own, which has to save more than that costs. */
  private static final int LEAST_SAVED = 64;

  /** Tokens of the first group that are few enough. */
  private static final int MOST_FIRST = 128;

  private static final int MOST_PAIRS = PREFIX_SEQUENCE / 2;

  /**
   * Some pairs.
   *
   * @param pairs indices in the planned list
   * @param tokens that they cost, without the plan's prefix
   */
  record Group(List<Integer> pairs, int tokens) {}

  /**
   * Packs pairs, costliest first, each into the fullest group that has room for it.
   *
   * @param batchTokens most tokens in a group of several pairs
   * @param sharing whether the model can have a token in two sequences
   */
  static DecodePlan of(List<TokenizedPair> pairs, int batchTokens, boolean sharing) {
    int common = sharing ? common(pairs) : 0;
    int prefix = common * (pairs.size() - 1) >= LEAST_SAVED ? common : 0;
    int[] costs = pairs.stream().mapToInt(pair -> cost(pair, sharing) - prefix).toArray();
    return new DecodePlan(smallestFirst(pack(costs, batchTokens, sharing), costs), sharing, prefix);
  }

  /**
   * The least full group comes first, and before it, where that is still much, its cheapest pair
   * alone: so the first scores are there soon.
   */
  private static List<Group> smallestFirst(List<Group> groups, int[] costs) {
    List<Group> order = new ArrayList<>(groups);
    Group smallest =
        order.stream().min(Comparator.comparingInt(Group::tokens)).orElse(new Group(List.of(), 0));
    if (smallest.tokens() > MOST_FIRST && smallest.pairs().size() > 1) {
      List<Integer> others = new ArrayList<>(smallest.pairs());
      int cheapest = others.remove(others.size() - 1);
      order.remove(smallest);
      order.add(0, new Group(others, smallest.tokens() - costs[cheapest]));
      order.add(0, new Group(List.of(cheapest), costs[cheapest]));
    } else if (order.remove(smallest)) {
      order.add(0, smallest);
    }
    return List.copyOf(order);
  }

  /** Tokens that all texts begin with, none of which predicts a continuation's token. */
  private static int common(List<TokenizedPair> pairs) {
    if (pairs.isEmpty()) {
      return 0;
    }
    TokenizedText first = pairs.get(0).positive();
    int common = first.length();
    for (TokenizedPair pair : pairs) {
      for (TokenizedText text : List.of(pair.positive(), pair.negative())) {
        common = Math.min(common, text.mask().start() - 1);
        for (int i = 0; i < common; i++) {
          if (text.token(i) != first.token(i)) {
            common = i;
          }
        }
      }
    }
    return Math.max(0, common);
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
    return prefix + groups.stream().mapToLong(Group::tokens).sum();
  }
}
