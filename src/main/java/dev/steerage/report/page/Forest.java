package dev.steerage.report.page;

import dev.steerage.report.page.Measured.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Values with their intervals, one row below the other, with a colour and symbol a group, and a
 * line where there is no effect.
 */
final class Forest {
  private Forest() {}

  /**
   * A row.
   *
   * @param label what it is about
   */
  record Row(String label, double value, Interval interval) {}

  /**
   * The figure.
   *
   * @param x title of the axis
   * @param none the value that means no effect
   * @param groups rows by the group's name; rows of one label stand at one height, a little apart
   * @param shapes more lines and areas, as plotly.js has them
   */
  static Plot of(
      String title,
      String caption,
      String x,
      double none,
      Map<String, List<Row>> groups,
      Object... shapes) {
    Set<String> labels = new LinkedHashSet<>();
    groups.values().forEach(rows -> rows.forEach(row -> labels.add(row.label)));
    List<String> order = new ArrayList<>(labels);
    Collections.reverse(order);
    List<Object> all = new ArrayList<>(List.of(shapes));
    all.add(vertical(none));
    Map<String, Object> layout =
        Map.of(
            "shapes",
            all,
            "yaxis",
            Map.of(
                "tickmode",
                "array",
                "tickvals",
                places(order.size()),
                "ticktext",
                order.stream().map(ScriptText::plotted).toList(),
                "range",
                List.of(-0.6, order.size() - 0.4),
                "zeroline",
                false));
    List<Trace> traces = new ArrayList<>();
    groups.forEach(
        (group, rows) ->
            traces.add(trace(group, rows, order, traces.size(), groups.size(), layout)));
    int rows = Math.max(order.size() * Math.max(1, groups.size() * 3 / 5), 4);
    return Plot.rows(title, caption, x, rows, traces);
  }

  private static List<Integer> places(int n) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      places.add(i);
    }
    return places;
  }

  private static Trace trace(
      String group,
      List<Row> rows,
      List<String> order,
      int series,
      int groups,
      Map<String, Object> layout) {
    List<Double> values = rows.stream().map(Row::value).toList();
    double shift = ((groups - 1) / 2.0 - series) * 0.7 / groups;
    return new PlotTrace(
        group,
        Map.of(
            "type",
            "scatter",
            "mode",
            "markers",
            "meta",
            Map.of("layout", layout),
            "x",
            ScriptText.numbers(values),
            "y",
            rows.stream().map(row -> order.indexOf(row.label) + shift).toList(),
            "error_x",
            Measured.bars(values, rows.stream().map(Row::interval).toList()),
            "text",
            rows.stream().map(row -> ScriptText.plotted(row.label)).toList(),
            "hovertemplate",
            "%{text}: %{x:.4f}",
            "marker",
            Palette.marker(series)));
  }

  /** A dotted line at a value. */
  static Map<String, Object> vertical(double x) {
    return Map.of(
        "type",
        "line",
        "x0",
        x,
        "x1",
        x,
        "yref",
        "paper",
        "y0",
        0,
        "y1",
        1,
        "layer",
        "below",
        "line",
        Map.of("color", "#888", "width", 1.5, "dash", "dot"));
  }

  /** A shaded area between two values. */
  static Map<String, Object> between(double from, double to) {
    return Map.of(
        "type",
        "rect",
        "x0",
        from,
        "x1",
        to,
        "yref",
        "paper",
        "y0",
        0,
        "y1",
        1,
        "layer",
        "below",
        "fillcolor",
        "rgba(128,128,128,.18)",
        "line",
        Map.of("width", 0));
  }
}
