package dev.steerage.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.block.RectangleConstraint;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.Size2D;

/** Small multiples: panels of one size below a heading and a legend, with one label an axis. */
final class PanelGrid {
  /** Width of a report's column, px. */
  static final int WIDTH = 900;

  private static final int MARGIN = 12;
  private static final int GAP = 16;
  private static final int LINE = 16;
  private static final int LEFT = MARGIN + LINE;
  private static final int TOP = MARGIN + 2 * LINE + 4;

  private final Multiples figure;
  private final List<Panel> panels;
  private final int columns;
  private final int plotHeight;
  private final int titleHeight;
  private final int panelHeight;
  private final int bottom;

  /** A plot with its name, and a line of numbers below that, which may be empty. */
  record Panel(String title, String note, XYPlot plot) {}

  PanelGrid(Multiples figure) {
    this.figure = figure;
    this.panels = figure.panels();
    this.columns = panels.size() == 1 ? 1 : panels.size() <= 4 ? 2 : 3;
    this.plotHeight = columns == 1 ? 280 : columns == 2 ? 220 : 180;
    this.titleHeight = panels.stream().allMatch(p -> p.note().isEmpty()) ? LINE : 2 * LINE;
    this.panelHeight = GAP + titleHeight + plotHeight;
    int rows = (panels.size() + columns - 1) / columns;
    this.bottom = TOP + rows * panelHeight;
  }

  int height() {
    return bottom + LINE + MARGIN;
  }

  void draw(Graphics2D graphics) {
    graphics.setPaint(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, height());
    graphics.setPaint(PanelPlot.INK);
    graphics.setFont(PanelPlot.font(Font.BOLD, 14));
    write(graphics, figure.title(), MARGIN, MARGIN, WIDTH - 2 * MARGIN);
    drawLegend(graphics);
    double width = (double) (WIDTH - LEFT - MARGIN - (columns - 1) * GAP) / columns;
    for (int i = 0; i < panels.size(); i++) {
      double x = LEFT + (i % columns) * (width + GAP);
      int row = i / columns;
      double y = TOP + row * panelHeight;
      drawPanel(graphics, panels.get(i), new Rectangle2D.Double(x, y, width, panelHeight));
    }
    drawAxisLabels(graphics);
  }

  private void drawLegend(Graphics2D graphics) {
    LegendItemCollection items = new LegendItemCollection();
    figure.marks().forEach(mark -> items.add(mark.legend()));
    LegendTitle legend = new LegendTitle(() -> items);
    legend.setItemFont(PanelPlot.font(Font.PLAIN, 12));
    legend.setItemPaint(PanelPlot.INK);
    legend.setLegendItemGraphicPadding(new RectangleInsets(2, 0, 2, 4));
    legend.setItemLabelPadding(new RectangleInsets(2, 2, 2, 12));
    Size2D size = legend.arrange(graphics, RectangleConstraint.NONE);
    legend.draw(
        graphics, new Rectangle2D.Double(MARGIN, MARGIN + LINE + 4, size.width, size.height));
  }

  private void drawPanel(Graphics2D graphics, Panel panel, Rectangle2D area) {
    graphics.setPaint(PanelPlot.INK);
    graphics.setFont(PanelPlot.font(Font.BOLD, 12));
    double y = area.getMaxY() - plotHeight - titleHeight - 4;
    write(graphics, panel.title(), area.getX(), y, area.getWidth());
    graphics.setFont(PanelPlot.font(Font.PLAIN, 11));
    if (!panel.note().isEmpty()) {
      write(graphics, panel.note(), area.getX(), y + LINE, area.getWidth());
    }
    Rectangle2D plot =
        new Rectangle2D.Double(
            area.getX(), area.getMaxY() - plotHeight, area.getWidth(), plotHeight);
    panel.plot().draw(graphics, plot, null, null, null);
  }

  private void drawAxisLabels(Graphics2D graphics) {
    graphics.setPaint(PanelPlot.INK);
    graphics.setFont(PanelPlot.font(Font.PLAIN, 12));
    FontMetrics metrics = graphics.getFontMetrics();
    float x = (LEFT + WIDTH - metrics.stringWidth(figure.x())) / 2f;
    graphics.drawString(figure.x(), x, bottom + 4f + metrics.getAscent());
    // JFreeChart draws turned text as outlines
    AffineTransform upright = graphics.getTransform();
    graphics.translate(MARGIN + metrics.getAscent() / 2.0, (TOP + bottom) / 2.0);
    graphics.rotate(-Math.PI / 2);
    graphics.drawString(figure.y(), -metrics.stringWidth(figure.y()) / 2f, 0);
    graphics.setTransform(upright);
  }

  /** Writes one line below y; what is wider loses its middle. */
  private static void write(Graphics2D graphics, String text, double x, double y, double width) {
    FontMetrics metrics = graphics.getFontMetrics();
    int[] letters = text.codePoints().map(PanelGrid::shown).toArray();
    String line = new String(letters, 0, letters.length);
    for (int kept = letters.length - 1; kept > 0 && metrics.stringWidth(line) > width; kept--) {
      int tail = kept / 2;
      line =
          new String(letters, 0, kept - tail)
              + "…"
              + new String(letters, letters.length - tail, tail);
    }
    graphics.drawString(line, (float) x, (float) (y + metrics.getAscent()));
  }

  /** XML has no control characters and no halves of characters, and a line no breaks. */
  private static int shown(int letter) {
    boolean isHalf = letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE;
    return Character.isISOControl(letter) || isHalf || letter == 0xFFFE || letter == 0xFFFF
        ? ' '
        : letter;
  }
}
