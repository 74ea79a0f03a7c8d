package dev.steerage.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pairs of a model and behavior by number, from 0 on as they come, so that arrays are of them. */
final class PairNumbers {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> pairs = new ArrayList<>();

  /** The number of a pair; a new one for a pair that was not asked for before. */
  int of(String pair) {
    Integer known = numbers.putIfAbsent(pair, pairs.size());
    if (known == null) {
      pairs.add(pair);
      return pairs.size() - 1;
    }
    return known;
  }

  /** The id of a number. */
  String pair(int number) {
    return pairs.get(number);
  }
}
