package dev.steerage.report.page;

import java.util.List;
import java.util.function.Supplier;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A figure of the page.
 *
 * @param title what is shown of what
 * @param caption how to read it: units, n, bands
 * @param height in CSS pixels, so that its place is kept before it is drawn
 * @param drawing makes the figure, in which no text is but that of {@link PlotTrace} and of axes
 */
record Plot(String title, String caption, int height, Supplier<Figure> drawing) {
  private static final int HEIGHT = 400;

  /** Rows of a figure with one line each. */
  private static final int ROW = 26;

  /** Height of axes and legend. */
  private static final int FRAME = 172;

  /**
   * A figure with two axes.
   *
   * @param x title of the axis along x: without a quote, backslash or line break
   * @param y of that along y, likewise
   */
  static Plot of(String title, String caption, String x, String y, List<? extends Trace> traces) {
    return of(title, caption, x, y, HEIGHT, () -> traces);
  }

  /** The same of many points, which are in memory only while the figure is written. */
  static Plot of(String title, String caption, String x, String y, Supplier<List<Trace>> traces) {
    return of(title, caption, x, y, HEIGHT, traces);
  }

  /** The same, as high as a number of rows need. */
  static Plot rows(String title, String caption, String x, int rows, List<? extends Trace> traces) {
    return of(title, caption, x, "", FRAME + ROW * rows, () -> traces);
  }

  private static Plot of(
      String title,
      String caption,
      String x,
      String y,
      int height,
      Supplier<? extends List<? extends Trace>> traces) {
    Layout layout =
        Layout.builder()
            .height(height)
            .autosize(true)
            .xAxis(Axis.builder().title(x).build())
            .yAxis(Axis.builder().title(y).build())
            .build();
    return new Plot(
        title, caption, height, () -> new Figure(layout, traces.get().toArray(Trace[]::new)));
  }
}
