package dev.steerage.report.figure;

import dev.steerage.metric.Tuned;
import dev.steerage.metric.TunedLine;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.HalfMean;
import dev.steerage.runlog.TuneRow;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Effect against cost, a line a vector and layer, a panel a model. */
final class FrontierFigure {
  private static final String RANDOM = "random directions";
  private static final String PROMPT = "system prompt (dashed)";
  private static final Color GREY = new Color(0xA8A8A8);

  private final Tuned tuned;
  private final String behavior;
  private final List<TunedLine> lines;
  private final List<TuneRow> prompts;
  private final FigureStyle style;
  private final Map<String, Mark> marks;
  private final Range x;
  private final Range y;

  private FrontierFigure(Tuned tuned, String behavior, List<TunedLine> lines, FigureStyle style) {
    this.tuned = tuned;
    this.behavior = behavior;
    this.lines = lines;
    this.style = style;
    this.prompts =
        tuned.others().stream()
            .filter(row -> row.condition().behavior().equals(behavior))
            .filter(row -> row.heldOutCost() == null)
            .toList();
    this.marks =
        ModelMarks.of(
            lines.stream()
                .filter(line -> !line.line().isRandomDirection())
                .map(FrontierFigure::label)
                .distinct()
                .toList());
    this.x = costs();
    this.y =
        PanelPlot.range(
            DoubleStream.concat(
                DoubleStream.of(0),
                DoubleStream.concat(
                    prompts.stream().mapToDouble(row -> row.heldOutEffect().value()),
                    lines.stream()
                        .flatMap(line -> line.rows().stream())
                        .filter(this::isShown)
                        .mapToDouble(row -> row.heldOutEffect().value()))),
            0.06,
            0.06);
  }

  /** One figure for a behavior; empty where no cost can be shown. */
  static Optional<Multiples> of(Tuned tuned, String behavior, FigureStyle style) {
    List<TunedLine> lines =
        tuned.lines().stream().filter(line -> line.line().behavior().equals(behavior)).toList();
    FrontierFigure figure = new FrontierFigure(tuned, behavior, lines, style);
    boolean hasPoint =
        lines.stream().flatMap(line -> line.rows().stream()).anyMatch(figure::isShown);
    return hasPoint ? Optional.of(figure.figure()) : Optional.empty();
  }

  private static String label(TunedLine line) {
    return ConditionLabel.ofLayer(line.rows().get(0).condition());
  }

  private boolean isLogarithmic() {
    return tuned.budget().kind() == CostBudget.Kind.KL;
  }

  private boolean isShown(TuneRow row) {
    HalfMean cost = row.heldOutCost();
    return cost != null && Double.isFinite(cost.value()) && (!isLogarithmic() || cost.value() > 0);
  }

  private static double cost(TuneRow row) {
    HalfMean cost = row.heldOutCost();
    return cost == null ? Double.NaN : cost.value();
  }

  private Range costs() {
    double[] shown =
        DoubleStream.concat(
                DoubleStream.of(tuned.budget().value()),
                lines.stream()
                    .flatMap(line -> line.rows().stream())
                    .filter(this::isShown)
                    .mapToDouble(FrontierFigure::cost))
            .toArray();
    if (!isLogarithmic()) {
      return PanelPlot.range(
          DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(shown)), 0.05, 0.05);
    }
    double least = DoubleStream.of(shown).min().orElse(1);
    double most = DoubleStream.of(shown).max().orElse(1);
    return new Range(least / 1.6, most * 1.6);
  }

  private Multiples figure() {
    CostBudget.Kind kind = tuned.budget().kind();
    Map<String, List<TunedLine>> models = new LinkedHashMap<>();
    lines.forEach(
        line -> models.computeIfAbsent(line.line().model(), m -> new ArrayList<>()).add(line));
    List<Mark> legend = new ArrayList<>(marks.values());
    if (lines.stream().anyMatch(line -> line.line().isRandomDirection())) {
      legend.add(new Mark(RANDOM, GREY, PanelPlot.disc(1.8)));
    }
    if (!prompts.isEmpty()) {
      legend.add(new Mark(PROMPT, PanelPlot.INK, PanelPlot.disc(1.2)));
    }
    String what = kind == CostBudget.Kind.KL ? "KL(baseline ‖ steered)" : "rise of perplexity";
    return new Multiples(
        "frontier",
        behavior + ": effect against cost",
        ("Mean change of the propensity (%s) against the cost on neutral text (%s, %s), both on the"
                + " half that is held out; one point a coefficient that the tune has tried, a line"
                + " a vector and layer. The upright line is the budget of %s.")
            .formatted(tuned.effectUnit(), what, kind.unit(), tuned.budget()),
        what + ", " + kind.unit(),
        "Δ propensity, " + tuned.effectUnit(),
        legend,
        models.entrySet().stream().map(e -> panel(e.getKey(), e.getValue())).toList());
  }

  private Panel panel(String model, List<TunedLine> of) {
    XYSeriesCollection series = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    for (TunedLine line : of) {
      int i = series.getSeriesCount();
      boolean isRandom = line.line().isRandomDirection();
      Mark mark = marks.get(label(line));
      renderer.setSeriesPaint(i, mark == null ? GREY : mark.color());
      renderer.setSeriesShape(i, mark == null ? PanelPlot.disc(1.8) : mark.shape());
      renderer.setSeriesStroke(i, PanelPlot.LINE);
      renderer.setSeriesLinesVisible(i, !isRandom);
      XYSeries points = new XYSeries(label(line) + line.line().side(), false);
      line.rows().stream()
          .filter(this::isShown)
          .forEach(row -> points.add(cost(row), row.heldOutEffect().value()));
      series.addSeries(points);
    }
    ValueAxis along =
        isLogarithmic() ? PanelPlot.dressed(new DecadeAxis(x), style) : PanelPlot.axis(x, style);
    XYPlot plot = PanelPlot.of(series, renderer, along, PanelPlot.axis(y, style));
    plot.setDomainGridlinesVisible(true);
    plot.addDomainMarker(PanelPlot.line(tuned.budget().value(), PanelPlot.SOLID), Layer.BACKGROUND);
    plot.addRangeMarker(PanelPlot.line(0, PanelPlot.THIN), Layer.BACKGROUND);
    prompts.stream()
        .filter(row -> row.condition().model().equals(model))
        .forEach(
            row ->
                plot.addRangeMarker(
                    PanelPlot.line(row.heldOutEffect().value(), PanelPlot.DASHED),
                    Layer.BACKGROUND));
    return new Panel(model, "", plot);
  }
}
