package dev.steerage.metric;

import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.TokenRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the tokens of a pair are independent of others by: its prompt, by number. Of one behavior;
 * the tokens of a cell are gone through part by part, and a pair is in one part alone, so only
 * prompts that pairs share need be known beyond it.
 */
final class TokenUnits {
  /** Prompts of the pairs that have another pair's; a pair's id is unique in its behavior. */
  private final Map<String, String> byPair = new HashMap<>();

  /** Those that other pairs have too. */
  private final Set<String> ofSeveral = new HashSet<>();

  private final Map<String, Integer> shared = new HashMap<>();
  private final Map<String, Integer> ofPart = new HashMap<>();
  private int count;

  /** Takes a pair's prompt from a score. */
  void see(ScoreRow row) {
    if (!row.cluster().equals(row.pair())) {
      byPair.put(row.pair(), row.cluster());
      ofSeveral.add(row.cluster());
    }
  }

  /** Begins with the first part of a cell. */
  void beginCell() {
    shared.clear();
    count = 0;
  }

  /** Begins with the next part. */
  void beginPart() {
    ofPart.clear();
  }

  /** The number of a token's unit, from 0 on in its cell. */
  int of(TokenRow token) {
    String unit = byPair.getOrDefault(token.pair(), token.pair());
    Map<String, Integer> numbers = ofSeveral.contains(unit) ? shared : ofPart;
    Integer known = numbers.putIfAbsent(unit, count);
    return known == null ? count++ : known;
  }
}
