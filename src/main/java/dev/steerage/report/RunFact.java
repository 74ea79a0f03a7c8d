package dev.steerage.report;

import java.util.List;
import java.util.Locale;

/**
 * One thing about runs that stand side by side.
 *
 * @param weight what it means for their numbers if it differs
 * @param subject what it is about, such as {@code vector myopia}; empty for the run as a whole
 * @param property such as {@code SHA-256}
 * @param values one a run, empty where it is not known or the run has no such subject
 */
public record RunFact(Weight weight, String subject, String property, List<String> values) {

  /** What a difference means. */
  public enum Weight {
    /** The numbers are about different things. */
    MEASURED,
    /** The same thing is computed in another way, so that numbers differ little. */
    COMPUTED,
    /** The numbers are the same. */
    CIRCUMSTANCE;

    /** The word in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RunFact {
    values = List.copyOf(values);
  }

  /** Subject and property. */
  public String thing() {
    return subject.isEmpty() ? property : subject + ": " + property;
  }

  /** Whether two runs have other values; one that is not known differs from none. */
  public boolean differs() {
    return values.stream().filter(value -> !value.isEmpty()).distinct().count() > 1;
  }

  /** Whether all runs are known to have the same value. */
  public boolean isSameInAll() {
    return values.stream().distinct().count() == 1 && !values.get(0).isEmpty();
  }
}
