package dev.steerage.report;

import java.util.Locale;

/** The tables of a run's report; a word each, for the names of files. */
public enum TableKind {
  TUNE,
  FRONTIER,
  VERDICT,
  RUNS,
  AGREEMENT,
  RUN_VERDICTS,
  SLOPES,
  OWN_VECTORS,
  SUMMARY,
  STEERABILITY,
  STRENGTH,
  SIDE_EFFECTS,
  CAPABILITY,
  DIVERGENCE,
  QUARTILES,
  EFFECTS;

  /** The word, such as {@code side-effects}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
