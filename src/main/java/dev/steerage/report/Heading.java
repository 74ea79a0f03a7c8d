package dev.steerage.report;

/**
 * What a table is called.
 *
 * @param subject what the table is of, of all that have one of its kind: a behavior, or empty
 * @param kind a word, such as one of {@link TableKind}; empty for a table that no file is named
 *     after
 * @param title one line
 * @param basis what its numbers rest on and what its intervals are, without a full stop; may be
 *     empty
 */
public record Heading(String subject, String kind, String title, String basis) {
  /** What a file of the table is named after. */
  String stem() {
    return kind.isEmpty() ? title : subject.isEmpty() ? kind : subject + "-" + kind;
  }

  /** Of a table of all behaviors. */
  static Heading ofAll(TableKind kind, String title, String basis) {
    return new Heading("", kind.word(), title, basis);
  }

  /** Of a behavior's table; its name stands before the title. */
  static Heading of(String behavior, TableKind kind, String title, String basis) {
    return new Heading(behavior, kind.word(), behavior + ": " + title, basis);
  }
}
