package dev.steerage.report.figure;

import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure with a panel a condition, or whatever else is shown side by side.
 *
 * @param kind a word for file names
 * @param title what is shown of what
 * @param caption how to read it
 * @param x what all panels have along x
 * @param y what all panels have along y, and its unit; may be empty
 * @param marks what the points are
 * @param panels in the order of the conditions, all with the same axes
 * @param room what each panel needs
 */
record Multiples(
    String kind,
    String title,
    String caption,
    String x,
    String y,
    List<Mark> marks,
    List<Panel> panels,
    Room room) {

  /**
   * What a panel needs, in 1/96 inch.
   *
   * @param width the least
   * @param height of the plot with its numbers; 0 for what goes with the width
   */
  record Room(double width, double height) {
    /** Enough for a mean and its interval. */
    static final Room USUAL = new Room(195, 0);
  }

  Multiples {
    marks = List.copyOf(marks);
    panels = List.copyOf(panels);
  }

  Multiples(
      String kind,
      String title,
      String caption,
      String x,
      String y,
      List<Mark> marks,
      List<Panel> panels) {
    this(kind, title, caption, x, y, marks, panels, Room.USUAL);
  }

  /**
   * The same in parts of so many panels at most, which their titles number where there are more.
   */
  List<Multiples> parts(int most) {
    int count = (panels.size() + most - 1) / most;
    List<Multiples> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      String number = count == 1 ? "" : " (%d of %d)".formatted(part + 1, count);
      List<Panel> of = panels.subList(part * most, Math.min((part + 1) * most, panels.size()));
      parts.add(new Multiples(kind, title + number, caption, x, y, marks, of, room));
    }
    return parts;
  }
}
