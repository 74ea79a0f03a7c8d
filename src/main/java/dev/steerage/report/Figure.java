package dev.steerage.report;

/**
 * A figure of a report.
 *
 * @param name file name without folder and ending, usable as one everywhere
 * @param title what is shown of what
 * @param caption how to read it: units, n, marks
 * @param svg the whole file
 */
public record Figure(String name, String title, String caption, String svg) {

  /** Where it stands, relative to the report. */
  public String path() {
    return "figures/" + name + ".svg";
  }
}
