package dev.steerage.cli;

import dev.steerage.cli.RunFacts.Kind;
import dev.steerage.cli.RunFacts.Subject;
import dev.steerage.runlog.Condition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What things of several runs are called where they stand together. A model always has its run's
 * name behind its own, {@code model (run)}. Behaviors and interventions have their own; where that
 * stands for something else in an earlier run they have the name of the first run with them behind
 * it.
 */
final class JointNames {
  private static final String OWN = Condition.own("");

  private final List<String> runs;
  private final RunIdentities identities;
  private final Map<Named, String> given = new HashMap<>();
  private final Set<Named> taken = new HashSet<>();

  /** A name of a kind of things, in a run (of which -1 is none). */
  private record Named(Kind kind, int run, String name) {}

  /**
   * @param runs names of the runs
   */
  JointNames(List<String> runs, RunIdentities identities) {
    this.runs = List.copyOf(runs);
    this.identities = identities;
  }

  /** A condition of a run, by number from 0, under the names that it has here. */
  Condition of(int run, Condition condition) {
    return condition.renamed(
        model(run, condition.model()),
        behavior(run, condition.behavior()),
        name -> intervention(run, name));
  }

  /** A model of a run. */
  String model(int run, String name) {
    return unique(new Named(Kind.MODEL, run, name), name + " (" + runs.get(run) + ")");
  }

  /** A behavior of a run. */
  String behavior(int run, String name) {
    return shared(run, new Subject(Kind.BEHAVIOR, name));
  }

  /** An intervention of a run; a model's own vector has the name of the vector before it. */
  String intervention(int run, String name) {
    Subject subject = new Subject(Kind.INTERVENTION, name);
    if (name.endsWith(OWN) && name.length() > OWN.length() && !identities.isKnown(run, subject)) {
      return Condition.own(intervention(run, name.substring(0, name.length() - OWN.length())));
    }
    return shared(run, subject);
  }

  private String shared(int run, Subject subject) {
    if (identities.isFirst(run, subject)) {
      return unique(new Named(subject.kind(), -1, subject.name()), subject.name());
    }
    int first = identities.first(run, subject);
    return unique(
        new Named(subject.kind(), first, subject.name()),
        subject.name() + " (" + runs.get(first) + ")");
  }

  /** Names can have parentheses of their own. */
  private String unique(Named of, String wanted) {
    String known = given.get(of);
    if (known != null) {
      return known;
    }
    String free = wanted;
    for (int number = 2; !taken.add(new Named(of.kind(), -1, free)); number++) {
      free = wanted + " #" + number;
    }
    given.put(of, free);
    return free;
  }
}
