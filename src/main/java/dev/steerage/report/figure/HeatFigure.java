package dev.steerage.report.figure;

import dev.steerage.metric.MetricResult;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.figure.PanelGrid.Panel;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYZDataset;

/** Heat map of the change of the propensity by layer and coefficient. */
final class HeatFigure {
  private static final double LINE = 15;
  private static final double NUMBERS = 22;
  private static final double LEFT = 28;

  /** Widths of a cell in which a number of three and of two decimals stands. */
  private static final double WIDE = 42;

  private static final double NARROW = 30;

  private final double most;
  private final int decimals;
  private final FigureStyle style;

  private HeatFigure(double most, int decimals, FigureStyle style) {
    this.most = most;
    this.decimals = decimals;
    this.style = style;
  }

  /**
   * A panel a model and intervention with at least two layers and two coefficients; empty without
   * any.
   */
  static Optional<Multiples> of(Effects effects, FigureStyle style) {
    List<List<MetricResult>> panels =
        Effects.by(withLayer(effects), c -> List.of(c.model(), c.intervention())).values().stream()
            .filter(rows -> layers(rows).size() > 1 && Effects.coefficients(rows).size() > 1)
            .toList();
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    List<MetricResult> shown = panels.stream().flatMap(List::stream).toList();
    double most = shown.stream().mapToDouble(r -> Math.abs(r.value())).max().orElse(0);
    int columns = panels.stream().mapToInt(p -> Effects.coefficients(p).size()).max().orElse(1);
    int rows = panels.stream().mapToInt(p -> layers(p).size()).max().orElse(1);
    Multiples.Room room =
        new Multiples.Room(Math.max(150, LEFT + columns * WIDE), rows * LINE + NUMBERS);
    double cell = (PanelGrid.panelWidth(panels.size(), room, style) - LEFT) / columns;
    int decimals = cell >= WIDE ? 3 : cell >= NARROW ? 2 : 0;
    HeatFigure figure = new HeatFigure(most, decimals, style);
    String unit = shown.get(0).unit();
    return Optional.of(
        new Multiples(
            "layers",
            effects.behavior() + ": change of the propensity by layer and coefficient",
            ("Mean over %s pairs of the propensity, steered minus baseline in %s; %sblue is below 0,"
                    + " red above, white 0, and the full colours are ±%.3f. Layers are 0-based blocks;"
                    + " a cell without colour was not measured.")
                .formatted(
                    Effects.count(shown),
                    unit,
                    decimals == 0 ? "" : "each cell has its value, ",
                    most),
            "coefficient",
            "layer",
            List.of(),
            panels.stream().map(figure::panel).toList(),
            room));
  }

  private static List<MetricResult> withLayer(Effects effects) {
    return effects.vectors().stream()
        .filter(row -> row.condition().layer() != null && row.condition().coefficient() != 0)
        .toList();
  }

  private static List<Integer> layers(List<MetricResult> rows) {
    return rows.stream()
        .map(row -> Objects.requireNonNull(row.condition().layer()))
        .distinct()
        .sorted()
        .toList();
  }

  private Panel panel(List<MetricResult> rows) {
    List<Double> coefficients = Effects.coefficients(rows);
    List<Integer> layers = layers(rows);
    double[][] cells = new double[3][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      cells[0][i] = coefficients.indexOf(rows.get(i).condition().coefficient());
      cells[1][i] = layers.indexOf(rows.get(i).condition().layer());
      cells[2][i] = rows.get(i).value();
    }
    DefaultXYZDataset data = new DefaultXYZDataset();
    data.addSeries("cells", cells);
    XYBlockRenderer renderer = new XYBlockRenderer();
    renderer.setPaintScale(new DivergingScale(most));
    XYPlot plot =
        PanelPlot.of(
            data,
            renderer,
            PanelPlot.words(coefficients.stream().map(ConditionLabel::factor).toList(), style),
            PanelPlot.words(layers.stream().map(String::valueOf).toList(), style));
    plot.setRangeGridlinesVisible(false);
    if (decimals > 0) {
      for (int i = 0; i < rows.size(); i++) {
        plot.addAnnotation(
            PanelPlot.text(
                number(cells[2][i]),
                cells[0][i],
                cells[1][i],
                TextAnchor.CENTER,
                DivergingScale.isDark(cells[2][i] / most) ? Color.WHITE : Color.BLACK,
                style.font(Font.PLAIN, Lettering.NUMBER)));
      }
    }
    String model = rows.get(0).condition().model();
    return new Panel(model, rows.get(0).condition().intervention(), plot);
  }

  private String number(double value) {
    String text = String.format(Locale.ROOT, "%+." + decimals + "f", value);
    return text.matches("[+-]0\\.0*") ? text.substring(1) : text;
  }
}
