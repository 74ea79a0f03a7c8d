package dev.steerage.metric;

import java.util.Locale;

/** What the tests say of an effect in one model against the same effect in its reference. */
public enum Verdict {
  /** Shown to be within the margin of the reference's. */
  PRESERVED,
  /** Shown to differ from the reference's, and not shown to be within the margin. */
  CHANGED,
  /** Neither is shown. */
  UNDECIDED;

  /** The level of both tests, after Holm's correction. */
  public static final double LEVEL = 0.05;

  /**
   * From the corrected p of the test of equivalence and of that of a difference; NaN, where a test
   * cannot be made, shows nothing.
   */
  static Verdict of(double equivalence, double difference) {
    if (equivalence < LEVEL) {
      return PRESERVED;
    }
    return difference < LEVEL ? CHANGED : UNDECIDED;
  }

  /** In lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
