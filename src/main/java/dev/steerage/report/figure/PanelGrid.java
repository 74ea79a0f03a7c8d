package dev.steerage.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.plot.XYPlot;

/**
 * Small multiples: panels of one size below a heading and a legend, with one label an axis. All
 * lengths are in 1/96 inch.
 */
final class PanelGrid {
  private static final double MARGIN = 6;
  private static final double GAP = 14;
  private static final double LINE = 15;

  /** A page of A4 without margins and caption. */
  private static final double PAGE = 900;

  /** Most of what stands above and below the panels. */
  private static final double AROUND = 6 * LINE;

  private final Multiples figure;
  private final FigureStyle style;
  private final int columns;
  private final double plotHeight;
  private final double titleHeight;
  private final double top;
  private final double bottom;
  private final List<String> title;
  private final List<String> x;
  private final Legend legend;

  /** A plot with its name, and a line of numbers below that; both may be empty. */
  record Panel(String title, String note, XYPlot plot) {}

  PanelGrid(Multiples figure, FigureStyle style) {
    this.figure = figure;
    this.style = style;
    this.columns = columns(figure.panels().size(), figure.room(), style);
    this.plotHeight = plotHeight(figure, columns);
    this.titleHeight = titleHeight(figure);
    Graphics2D ruler = ruler();
    double width = style.width() - 2 * MARGIN;
    this.title = TextLines.wrapped(figure.title(), ruler.getFontMetrics(titleFont()), width);
    this.x = TextLines.wrapped(figure.x(), ruler.getFontMetrics(labelFont()), width - LINE);
    this.legend = new Legend(figure.marks(), ruler.getFontMetrics(labelFont()), width, LINE);
    ruler.dispose();
    this.top = MARGIN + title.size() * (LINE + 1) + legend.height() + 2;
    int rows = (figure.panels().size() + columns - 1) / columns;
    this.bottom = top + rows * panelHeight();
  }

  /** Text is as wide in dots as in vectors where letters may begin between two pixels. */
  static void hint(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
  }

  private static Graphics2D ruler() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    hint(graphics);
    return graphics;
  }

  /** Measures of a font, the same for every kind of file. */
  static FontMetrics metrics(Font font) {
    return ruler().getFontMetrics(font);
  }

  /** How many panels a page has room for. */
  static int most(Multiples figure, FigureStyle style) {
    int columns = columns(figure.panels().size(), figure.room(), style);
    double height = GAP + titleHeight(figure) + plotHeight(figure, columns);
    return columns * (int) Math.max(1, (PAGE - AROUND) / height);
  }

  /** How wide a panel of so many becomes. */
  static double panelWidth(int panels, Multiples.Room room, FigureStyle style) {
    int columns = columns(panels, room, style);
    return (inner(style) - (columns - 1) * GAP) / columns;
  }

  private static double inner(FigureStyle style) {
    return style.width() - LINE - 2 * MARGIN;
  }

  private static int columns(int panels, Multiples.Room room, FigureStyle style) {
    int wanted = panels == 1 ? 1 : panels <= 4 ? 2 : 3;
    int fitting = (int) ((inner(style) + GAP) / (room.width() + GAP));
    return Math.max(1, Math.min(wanted, fitting));
  }

  private static double plotHeight(Multiples figure, int columns) {
    double height = figure.room().height();
    return height > 0 ? height : columns == 1 ? 210 : columns == 2 ? 180 : 150;
  }

  private static double titleHeight(Multiples figure) {
    boolean hasTitles = figure.panels().stream().anyMatch(p -> !p.title().isEmpty());
    boolean hasNotes = figure.panels().stream().anyMatch(p -> !p.note().isEmpty());
    return (hasTitles ? LINE : 0) + (hasNotes ? LINE : 0);
  }

  private double panelHeight() {
    return GAP + titleHeight + plotHeight;
  }

  private Font titleFont() {
    return style.font(Font.BOLD, Lettering.TITLE);
  }

  private Font labelFont() {
    return style.font(Font.PLAIN, Lettering.LABEL);
  }

  double width() {
    return style.width();
  }

  double height() {
    return Math.ceil(bottom + 3 + x.size() * LINE + MARGIN);
  }

  void draw(Graphics2D graphics) {
    graphics.setPaint(Color.WHITE);
    graphics.fill(new Rectangle2D.Double(0, 0, width(), height()));
    graphics.setPaint(PanelPlot.INK);
    graphics.setFont(titleFont());
    double y = MARGIN;
    for (String line : title) {
      write(graphics, line, MARGIN, y);
      y += LINE + 1;
    }
    graphics.setFont(labelFont());
    legend.draw(graphics, MARGIN, y);
    double width = panelWidth(figure.panels().size(), figure.room(), style);
    for (int i = 0; i < figure.panels().size(); i++) {
      double left = MARGIN + LINE + (i % columns) * (width + GAP);
      int row = i / columns;
      double above = top + row * panelHeight();
      drawPanel(
          graphics,
          figure.panels().get(i),
          new Rectangle2D.Double(left, above, width, panelHeight()));
    }
    drawAxisLabels(graphics);
  }

  private void drawPanel(Graphics2D graphics, Panel panel, Rectangle2D area) {
    graphics.setPaint(PanelPlot.INK);
    double y = area.getMaxY() - plotHeight - titleHeight - 3;
    if (!panel.title().isEmpty()) {
      graphics.setFont(style.font(Font.BOLD, Lettering.LABEL));
      write(graphics, fitted(graphics, panel.title(), area.getWidth()), area.getX(), y);
      y += LINE;
    }
    if (!panel.note().isEmpty()) {
      graphics.setFont(style.font(Font.PLAIN, Lettering.NUMBER));
      write(graphics, fitted(graphics, panel.note(), area.getWidth()), area.getX(), y);
    }
    Rectangle2D plot =
        new Rectangle2D.Double(
            area.getX(), area.getMaxY() - plotHeight, area.getWidth(), plotHeight);
    panel.plot().draw(graphics, plot, null, null, null);
  }

  private void drawAxisLabels(Graphics2D graphics) {
    graphics.setPaint(PanelPlot.INK);
    graphics.setFont(labelFont());
    FontMetrics metrics = graphics.getFontMetrics();
    double y = bottom + 3;
    for (String line : x) {
      write(graphics, line, (LINE + width() - metrics.stringWidth(line)) / 2, y);
      y += LINE;
    }
    String along = fitted(graphics, figure.y(), bottom - MARGIN);
    // JFreeChart draws turned text as outlines
    AffineTransform upright = graphics.getTransform();
    double middle = Math.max((top + bottom) / 2, metrics.stringWidth(along) / 2.0 + MARGIN);
    graphics.translate(MARGIN + metrics.getAscent() / 2.0, middle);
    graphics.rotate(-Math.PI / 2);
    graphics.drawString(along, (float) (-metrics.stringWidth(along) / 2.0), 0);
    graphics.setTransform(upright);
  }

  private static String fitted(Graphics2D graphics, String text, double width) {
    return TextLines.fitted(text, graphics.getFontMetrics(), width);
  }

  /** Writes one line below y. */
  private static void write(Graphics2D graphics, String line, double x, double y) {
    graphics.drawString(line, (float) x, (float) (y + graphics.getFontMetrics().getAscent()));
  }
}
