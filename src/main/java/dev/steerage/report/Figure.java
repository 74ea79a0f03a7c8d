package dev.steerage.report;

import java.util.List;

/**
 * A figure of a report.
 *
 * @param name file name without folder and ending, usable as one everywhere
 * @param title what is shown of what
 * @param caption how to read it: units, n, marks
 * @param files the same picture in each, at least one; the first is what a report shows
 */
public record Figure(String name, String title, String caption, List<FigureFile> files) {
  public Figure {
    files = List.copyOf(files);
  }

  /** Where a file of it stands, relative to the report. */
  public String path(FigureFile file) {
    return "figures/" + name + "." + file.ending();
  }

  /** How a report refers to it. */
  public FigureLink link() {
    return new FigureLink(title, caption, path(files.get(0)));
  }
}
