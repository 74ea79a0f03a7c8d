package dev.steerage.report.figure;

import dev.steerage.report.figure.PanelPlot.Mark;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/** Marks and what they stand for, in as many lines as they need. */
final class Legend {
  /** From the beginning of an item to its text; the mark is in the middle. */
  private static final double TEXT = 14;

  private static final double GAP = 14;

  private final List<Item> items = new ArrayList<>();
  private final double line;
  private final int lines;

  private record Item(Mark mark, String text, double x, int line) {}

  /**
   * A legend.
   *
   * @param metrics of the font that it will be drawn in
   * @param width that it has
   * @param line height of a line
   */
  Legend(List<Mark> marks, FontMetrics metrics, double width, double line) {
    this.line = line;
    double x = 0;
    int row = 0;
    for (Mark mark : marks) {
      String text = TextLines.fitted(mark.label(), metrics, width - TEXT);
      double wide = TEXT + metrics.stringWidth(text);
      if (x > 0 && x + wide > width) {
        x = 0;
        row++;
      }
      items.add(new Item(mark, text, x, row));
      x += wide + GAP;
    }
    this.lines = marks.isEmpty() ? 0 : row + 1;
  }

  double height() {
    return lines * line;
  }

  /** Draws below y in the graphics' font. */
  void draw(Graphics2D graphics, double x, double y) {
    int ascent = graphics.getFontMetrics().getAscent();
    for (Item item : items) {
      double base = y + item.line() * line + ascent;
      graphics.setPaint(item.mark().color());
      graphics.fill(
          AffineTransform.getTranslateInstance(x + item.x() + TEXT / 2 - 2, base - ascent * 0.36)
              .createTransformedShape(item.mark().shape()));
      graphics.setPaint(PanelPlot.INK);
      graphics.drawString(item.text(), (float) (x + item.x() + TEXT), (float) base);
    }
  }
}
