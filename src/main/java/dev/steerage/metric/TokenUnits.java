package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.TokenRow;
import java.util.HashMap;
import java.util.Map;

/** What the tokens of a pair are independent of others by: its prompt, by number. */
final class TokenUnits {
  private final Map<String, OfBehavior> behaviors = new HashMap<>();

  /** A pair's id is unique in its behavior. */
  private static final class OfBehavior {
    /** Of the pairs that are not their own prompt. */
    final Map<String, String> prompts = new HashMap<>();

    final Map<String, Integer> numbers = new HashMap<>();
  }

  private OfBehavior behavior(Condition condition) {
    return behaviors.computeIfAbsent(condition.behavior(), b -> new OfBehavior());
  }

  /** Takes a pair's prompt from a score. */
  void see(ScoreRow row) {
    Map<String, String> prompts = behavior(row.condition()).prompts;
    if (row.cluster().equals(row.pair())) {
      prompts.remove(row.pair());
    } else {
      prompts.put(row.pair(), row.cluster());
    }
  }

  /** The number of a token's unit, from 0 on in its behavior. */
  int of(Condition condition, TokenRow token) {
    OfBehavior of = behavior(condition);
    String unit = of.prompts.getOrDefault(token.pair(), token.pair());
    Integer known = of.numbers.putIfAbsent(unit, of.numbers.size());
    return known == null ? of.numbers.size() - 1 : known;
  }
}
