package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.TokenRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the tokens of a pair are independent of others by: its prompt, by number. The tokens of a
 * cell are gone through part by part, and a pair is in one part alone, so only prompts that pairs
 * share need be known beyond it.
 */
final class TokenUnits {
  private final Map<String, Prompts> behaviors = new HashMap<>();
  private final Map<String, Integer> shared = new HashMap<>();
  private final Map<String, Integer> ofPart = new HashMap<>();
  private Prompts prompts = new Prompts();
  private int count;

  /** A pair's id is unique in its behavior. */
  private static final class Prompts {
    /** Of the pairs that have another pair's. */
    final Map<String, String> byPair = new HashMap<>();

    /** Those that other pairs have too. */
    final Set<String> shared = new HashSet<>();
  }

  /** Takes a pair's prompt from a score. */
  void see(ScoreRow row) {
    if (!row.cluster().equals(row.pair())) {
      Prompts of = behaviors.computeIfAbsent(row.condition().behavior(), b -> new Prompts());
      of.byPair.put(row.pair(), row.cluster());
      of.shared.add(row.cluster());
    }
  }

  /** Begins with the first part of a cell. */
  void beginCell(Condition condition) {
    prompts = behaviors.getOrDefault(condition.behavior(), new Prompts());
    shared.clear();
    count = 0;
  }

  /** Begins with the next part. */
  void beginPart() {
    ofPart.clear();
  }

  /** The number of a token's unit, from 0 on in its cell. */
  int of(TokenRow token) {
    String unit = prompts.byPair.getOrDefault(token.pair(), token.pair());
    Map<String, Integer> numbers = prompts.shared.contains(unit) ? shared : ofPart;
    Integer known = numbers.putIfAbsent(unit, count);
    return known == null ? count++ : known;
  }
}
