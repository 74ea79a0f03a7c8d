package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model on a behavior: its baseline and what it is compared with, all over the same pairs.
 *
 * @param baseline without intervention
 * @param steered interventions as they first appear; of one intervention layers, then coefficients
 *     ascending
 */
record ScoreGroup(PairScores baseline, List<PairScores> steered) {
  private static final Comparator<Condition> BY_LAYER_AND_COEFFICIENT =
      Comparator.comparing(Condition::layer, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Condition::coefficient);

  private record Key(String model, String behavior) {}

  /** Groups in the order of their first row. */
  static List<ScoreGroup> of(List<ScoreRow> rows, Aggregation aggregation) {
    Map<Key, Map<Condition, PairScoresReader>> groups = new LinkedHashMap<>();
    Map<Key, PairNumbers> numbers = new HashMap<>();
    for (ScoreRow row : rows) {
      Condition condition = row.condition();
      Key key = new Key(condition.model(), condition.behavior());
      PairNumbers pairs = numbers.computeIfAbsent(key, k -> new PairNumbers());
      groups
          .computeIfAbsent(key, k -> new LinkedHashMap<>())
          .computeIfAbsent(condition, c -> new PairScoresReader(c, pairs))
          .add(row, aggregation);
    }
    return groups.values().stream().map(ScoreGroup::of).toList();
  }

  private static ScoreGroup of(Map<Condition, PairScoresReader> readers) {
    Condition any = readers.keySet().iterator().next();
    Condition baseline =
        readers.keySet().stream()
            .filter(Condition::isBaseline)
            .findFirst()
            .orElseThrow(() -> missingBaseline(any));
    int[] order = reader(readers, baseline).order();
    PairScores baselineScores = reader(readers, baseline).scores();
    List<PairScores> steered = new ArrayList<>();
    for (Condition condition : inOrder(readers.keySet())) {
      if (!condition.equals(baseline)) {
        steered.add(reader(readers, condition).scores(baselineScores, order));
      }
    }
    return new ScoreGroup(baselineScores, List.copyOf(steered));
  }

  private static InputException missingBaseline(Condition any) {
    return new InputException(
        "%s: no scores of the condition '%s', which every other is compared with; evaluate it too"
            .formatted(PairScoresReader.name(any), Condition.BASELINE));
  }

  private static PairScoresReader reader(
      Map<Condition, PairScoresReader> readers, Condition condition) {
    PairScoresReader reader = readers.get(condition);
    if (reader == null) {
      throw new IllegalStateException(condition.toString());
    }
    return reader;
  }

  private static List<Condition> inOrder(Collection<Condition> conditions) {
    Map<String, List<Condition>> byIntervention = new LinkedHashMap<>();
    for (Condition condition : conditions) {
      byIntervention
          .computeIfAbsent(condition.intervention(), name -> new ArrayList<>())
          .add(condition);
    }
    return byIntervention.values().stream()
        .flatMap(of -> of.stream().sorted(BY_LAYER_AND_COEFFICIENT))
        .toList();
  }
}
