package dev.steerage.report.figure;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.Digits;
import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import dev.steerage.runlog.Condition;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;

/** Where a vector's effect lies among those of random directions of its norm. */
final class NullFigure {
  private static final List<Mark> MARKS =
      List.of(
          new Mark("random directions", new Color(0x666666), PanelPlot.disc(1.9)),
          new Mark("vector", new Color(0xD55E00), ShapeUtils.createDiamond(4)));

  /** Half of what the points of a coefficient are spread over, its place being 1 wide. */
  private static final double SPREAD = 0.28;

  private static final double BOX = 0.36;

  /** The fraction of the golden ratio: its multiples lie far from each other. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final Effects effects;
  private final FigureStyle style;

  /** Least width of a coefficient's place in which its p stands. */
  private static final double NUMBER = 34;

  private static final double AXIS = 45;

  /** The vector's rows with random directions beside them, and those. */
  private final Map<MetricResult, List<MetricResult>> random = new LinkedHashMap<>();

  private NullFigure(Effects effects, FigureStyle style) {
    this.effects = effects;
    this.style = style;
    for (MetricResult row : effects.vectors()) {
      Condition condition = row.condition();
      List<MetricResult> beside =
          effects.random().stream()
              .filter(other -> other.condition().isRandomDirectionOf(condition))
              .toList();
      if (!beside.isEmpty()) {
        random.put(row, beside);
      }
    }
  }

  /** A panel a model, vector and layer; empty without random directions. */
  static Optional<Multiples> of(Effects effects, FigureStyle style) {
    NullFigure figure = new NullFigure(effects, style);
    return figure.random.isEmpty() ? Optional.empty() : Optional.of(figure.figure());
  }

  private Multiples figure() {
    List<MetricResult> rows = List.copyOf(random.keySet());
    Range y =
        PanelPlot.range(
            Stream.concat(rows.stream(), random.values().stream().flatMap(List::stream))
                .flatMapToDouble(row -> DoubleStream.of(0, row.value())),
            0.05,
            0.16);
    String unit = rows.get(0).unit();
    String directions =
        random.values().stream()
            .map(List::size)
            .distinct()
            .sorted()
            .map(String::valueOf)
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    List<List<MetricResult>> groups =
        List.copyOf(Effects.by(rows, c -> List.of(c.model(), ConditionLabel.ofLayer(c))).values());
    double width = PanelGrid.panelWidth(groups.size(), Multiples.Room.USUAL, style) - AXIS;
    long most = groups.stream().mapToLong(of -> coefficients(of).size()).max().orElse(1);
    boolean hasNumbers = width / most >= NUMBER;
    List<Panel> panels = groups.stream().map(of -> panel(of, y, hasNumbers)).toList();
    return new Multiples(
        "null",
        effects.behavior() + ": the vector among random directions",
        ("Mean over %s pairs of the propensity, steered minus baseline in %s, of the vector and of %s"
                + " random directions of its norm at the same layer and coefficient (side by side only to be seen);"
                + " boxes are from the 2.5 to the 97.5 %% quantile of those.%s")
            .formatted(
                Effects.count(rows),
                unit,
                directions,
                hasNumbers
                    ? " The numbers above are p = (1 + random directions with at least the vector's"
                        + " size of effect) / (1 + random directions)."
                    : ""),
        "coefficient",
        "Δ propensity, " + unit,
        MARKS,
        panels);
  }

  private static List<Double> coefficients(List<MetricResult> rows) {
    return rows.stream().map(r -> r.condition().coefficient()).distinct().sorted().toList();
  }

  private Panel panel(List<MetricResult> rows, Range y, boolean hasNumbers) {
    List<Double> coefficients = coefficients(rows);
    XYSeries points = new XYSeries("random directions", false);
    XYSeries vector = new XYSeries("vector", false);
    List<XYBoxAnnotation> boxes = new ArrayList<>();
    XYPlot plot =
        PanelPlot.ofPoints(
            List.of(points, vector),
            MARKS,
            PanelPlot.words(coefficients.stream().map(ConditionLabel::factor).toList(), style),
            PanelPlot.axis(y, style));
    for (MetricResult row : rows) {
      int place = coefficients.indexOf(row.condition().coefficient());
      vector.add(place, row.value());
      List<MetricResult> beside = random.getOrDefault(row, List.of());
      for (int i = 0; i < beside.size(); i++) {
        double share = beside.size() == 1 ? 0.5 : (i + 1) * GOLDEN % 1;
        points.add(place + (2 * share - 1) * SPREAD, beside.get(i).value());
      }
      effects
          .find(MetricName.NULL_DELTA_PROPENSITY, row.condition())
          .ifPresent(between -> box(place, between).ifPresent(boxes::add));
      effects
          .find(MetricName.NULL_RANK_P, row.condition())
          .filter(p -> hasNumbers)
          .ifPresent(p -> plot.addAnnotation(words(p, place, y)));
    }
    boxes.forEach(box -> plot.getRenderer().addAnnotation(box, Layer.BACKGROUND));
    plot.addRangeMarker(PanelPlot.line(0, PanelPlot.THIN), Layer.BACKGROUND);
    Condition first = rows.get(0).condition();
    return new Panel(first.model(), ConditionLabel.ofLayer(first), plot);
  }

  private static Optional<XYBoxAnnotation> box(int place, MetricResult between) {
    Double low = between.low();
    Double high = between.high();
    return low == null || high == null
        ? Optional.empty()
        : Optional.of(
            new XYBoxAnnotation(place - BOX, low, place + BOX, high, null, null, PanelPlot.SHADE));
  }

  private XYTextAnnotation words(MetricResult p, int place, Range y) {
    return PanelPlot.text(
        Digits.p(p.value()),
        place,
        y.getUpperBound(),
        TextAnchor.TOP_CENTER,
        PanelPlot.INK,
        style.font(Font.PLAIN, Lettering.NUMBER));
  }
}
