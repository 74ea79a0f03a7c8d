package dev.steerage.cli;

import dev.steerage.cli.RunFacts.Fact;
import dev.steerage.cli.RunFacts.Subject;
import dev.steerage.report.RunFact;
import dev.steerage.report.RunFact.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which things of one name are the same in several runs: those of which nothing that is known in
 * both differs. Two of one name that do differ are two things.
 */
final class RunIdentities {
  private final List<Map<Fact, String>> runs;
  private final Map<Subject, List<Known>> known = new LinkedHashMap<>();

  /** Runs, by number from 0, in which a subject is the same, and what is known of it. */
  private record Known(Set<Integer> runs, Map<String, String> properties) {
    boolean agrees(Map<String, String> others) {
      return others.entrySet().stream()
          .allMatch(o -> properties.getOrDefault(o.getKey(), o.getValue()).equals(o.getValue()));
    }

    void add(int run, Map<String, String> others) {
      runs.add(run);
      others.forEach(properties::putIfAbsent);
    }
  }

  private RunIdentities(List<Map<Fact, String>> runs) {
    this.runs = List.copyOf(runs);
  }

  /** Of the facts of each run. */
  static RunIdentities of(List<Map<Fact, String>> runs) {
    RunIdentities identities = new RunIdentities(runs);
    for (int run = 0; run < runs.size(); run++) {
      Map<Subject, Map<String, String>> subjects = new LinkedHashMap<>();
      runs.get(run)
          .forEach(
              (key, value) -> {
                if (key.weight() == Weight.MEASURED) {
                  subjects
                      .computeIfAbsent(key.subject(), s -> new LinkedHashMap<>())
                      .put(key.property(), value);
                }
              });
      int number = run;
      subjects.forEach((subject, properties) -> identities.add(number, subject, properties));
    }
    return identities;
  }

  private void add(int run, Subject subject, Map<String, String> properties) {
    List<Known> list = known.computeIfAbsent(subject, s -> new ArrayList<>());
    list.stream()
        .filter(of -> of.agrees(properties))
        .findFirst()
        .orElseGet(
            () -> {
              Known first = new Known(new LinkedHashSet<>(), new LinkedHashMap<>());
              list.add(first);
              return first;
            })
        .add(run, properties);
  }

  /**
   * The first run in which a subject is the same as in this one: this one itself where it is not
   * known.
   */
  int first(int run, Subject subject) {
    return known.getOrDefault(subject, List.of()).stream()
        .filter(of -> of.runs().contains(run))
        .map(of -> of.runs().iterator().next())
        .findFirst()
        .orElse(run);
  }

  /** Whether anything is known of a subject in a run. */
  boolean isKnown(int run, Subject subject) {
    return known.getOrDefault(subject, List.of()).stream().anyMatch(of -> of.runs().contains(run));
  }

  /** Whether a subject is the same in a run as in the first one that has it. */
  boolean isFirst(int run, Subject subject) {
    List<Known> list = known.getOrDefault(subject, List.of());
    return !isKnown(run, subject) || list.get(0).runs().contains(run);
  }

  /**
   * A subject in a run that is another one than in the first run that has it.
   *
   * @param run number of the first run with this one
   * @param other number of the first run with the other one
   * @param properties that differ
   */
  record Clash(Subject subject, int run, int other, List<String> properties) {}

  /** One for each further thing of one name, in the order of the facts. */
  List<Clash> clashes() {
    List<Clash> clashes = new ArrayList<>();
    known.forEach(
        (subject, list) -> {
          Known one = list.get(0);
          for (Known another : list.subList(1, list.size())) {
            List<String> properties =
                another.properties().entrySet().stream()
                    .filter(
                        p ->
                            one.properties().containsKey(p.getKey())
                                && !Objects.equals(one.properties().get(p.getKey()), p.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            clashes.add(
                new Clash(
                    subject,
                    another.runs().iterator().next(),
                    one.runs().iterator().next(),
                    properties));
          }
        });
    return clashes;
  }

  /** All facts with the values of all runs, in the order in which they first come. */
  List<RunFact> facts() {
    Set<Fact> keys = new LinkedHashSet<>();
    runs.forEach(of -> keys.addAll(of.keySet()));
    return keys.stream()
        .map(
            key ->
                new RunFact(
                    key.weight(),
                    key.subject().words(),
                    key.property(),
                    runs.stream().map(of -> of.getOrDefault(key, "")).toList()))
        .toList();
  }
}
