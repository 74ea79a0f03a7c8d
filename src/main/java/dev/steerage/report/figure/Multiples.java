package dev.steerage.report.figure;

import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure of one model and behavior with a panel a condition.
 *
 * @param kind a word for file names
 * @param title what is shown of what
 * @param caption how to read it
 * @param x what all panels have along x
 * @param y what all panels have along y, and its unit
 * @param marks what the points are
 * @param panels in the order of the conditions, all with the same axes
 */
record Multiples(
    String kind,
    String title,
    String caption,
    String x,
    String y,
    List<Mark> marks,
    List<Panel> panels) {

  Multiples {
    marks = List.copyOf(marks);
    panels = List.copyOf(panels);
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
      parts.add(new Multiples(kind, title + number, caption, x, y, marks, of));
    }
    return parts;
  }
}
