package dev.steerage.report.page;

import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.PairChanges;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is known of single pairs.
 *
 * @param changes by condition
 * @param ordered continuations as the figure of arXiv 2410.17245 has them, by condition
 * @param texts of the pairs, token by token
 */
public record PairNumbers(List<PairChanges> changes, List<OrderedTexts> ordered, PairTexts texts) {
  /** More could not be told apart in one figure. */
  static final int MOST_CONDITIONS = 6;

  public PairNumbers {
    changes = List.copyOf(changes);
    ordered = List.copyOf(ordered);
  }

  /** What one figure is of. */
  record Subject(String behavior, String model) {
    static Subject of(Condition c) {
      return new Subject(c.behavior(), c.model());
    }

    String title() {
      return behavior + ", " + model;
    }
  }

  /** The changes of each subject, without random directions. */
  Map<Subject, List<PairChanges>> changesBySubject() {
    return bySubject(changes, PairChanges::condition);
  }

  /** The continuations of each subject, without random directions. */
  Map<Subject, List<OrderedTexts>> orderedBySubject() {
    return bySubject(ordered, OrderedTexts::condition);
  }

  private static <T> Map<Subject, List<T>> bySubject(
      List<T> all, Function<T, Condition> condition) {
    Map<Subject, List<T>> subjects = new LinkedHashMap<>();
    for (T one : all) {
      if (!condition.apply(one).isRandomDirection()) {
        subjects.computeIfAbsent(Subject.of(condition.apply(one)), s -> new ArrayList<>()).add(one);
      }
    }
    return subjects;
  }

  /** The conditions of a figure with the greatest mean change of the propensity, that one first. */
  static List<PairChanges> greatest(List<PairChanges> conditions) {
    return conditions.stream()
        .sorted(Comparator.comparingDouble(c -> -Math.abs(c.mean().value())))
        .limit(MOST_CONDITIONS)
        .toList();
  }

  /** Says which conditions those are, where they are not all; a sentence after a blank. */
  static String greatestOf(int conditions) {
    return conditions > MOST_CONDITIONS
        ? " Of %d conditions these are the %d with the greatest mean change."
            .formatted(conditions, MOST_CONDITIONS)
        : "";
  }
}
