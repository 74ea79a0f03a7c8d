package dev.steerage.report.figure;

import dev.steerage.metric.DrawnPairs;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.PairChanges;
import dev.steerage.metric.PairChanges.Change;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.Digits;
import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;

/**
 * What steering changes pair by pair, and the mean change of the propensity with its interval over
 * pairs (Miller 2024, arXiv 2411.00640). Colours are of Okabe and Ito.
 */
final class ChangeFigure {
  private static final List<Mark> MARKS =
      List.of(
          new Mark("propensity", new Color(0x000000), PanelPlot.disc(2.2)),
          new Mark("positive", new Color(0x009E73), ShapeUtils.createUpTriangle(3)),
          new Mark("negative", new Color(0xE69F00), ShapeUtils.createDownTriangle(3)));

  private ChangeFigure() {}

  /** The conditions of one model and behavior. */
  static Multiples of(String subject, List<PairChanges> conditions, FigureStyle style) {
    Range y =
        PanelPlot.range(conditions.stream().flatMapToDouble(ChangeFigure::values), 0.05, 0.05);
    String unit = conditions.get(0).mean().unit();
    return new Multiples(
        "changes",
        subject + ": changes by pair",
        ("Steered minus baseline in %s for each of %d pairs: log-likelihood of the positive, of the"
                + " negative, and propensity (positive minus negative), by which the pairs are"
                + " sorted. Dashed is the mean change of the propensity, shaded its 95 %% t-interval"
                + " over pairs.%s")
            .formatted(
                unit, conditions.get(0).pairs(), DrawnPairs.words(conditions.get(0).pairs())),
        "pairs, by the change of their propensity",
        "steered − baseline, " + unit,
        MARKS,
        conditions.stream().map(changes -> panel(changes, y, style)).toList());
  }

  private static DoubleStream values(PairChanges changes) {
    DoubleStream lines =
        Stream.of(0.0, changes.mean().low(), changes.mean().high())
            .flatMapToDouble(end -> end == null ? DoubleStream.empty() : DoubleStream.of(end));
    DoubleStream points =
        changes.changes().stream()
            .flatMapToDouble(c -> DoubleStream.of(c.propensity(), c.positive(), c.negative()));
    return DoubleStream.concat(lines, points);
  }

  private static Panel panel(PairChanges changes, Range y, FigureStyle style) {
    MetricResult mean = changes.mean();
    return new Panel(
        ConditionLabel.of(changes.condition()),
        "mean Δ propensity " + Digits.interval(mean.value(), mean.low(), mean.high()),
        plot(changes, y, style));
  }

  private static XYPlot plot(PairChanges changes, Range y, FigureStyle style) {
    XYSeries propensity = new XYSeries("propensity");
    XYSeries positive = new XYSeries("positive");
    XYSeries negative = new XYSeries("negative");
    List<Change> sorted =
        changes.changes().stream().sorted(Comparator.comparingDouble(Change::propensity)).toList();
    List<Integer> places = DrawnPairs.places(changes.pairs());
    for (int i = 0; i < places.size(); i++) {
      Change change = sorted.get(i);
      int place = places.get(i) + 1;
      propensity.add(place, change.propensity());
      positive.add(place, change.positive());
      negative.add(place, change.negative());
    }
    XYPlot plot =
        PanelPlot.of(
            List.of(propensity, positive, negative),
            MARKS,
            new Range(0, changes.pairs() + 1),
            y,
            style);
    Double low = changes.mean().low();
    Double high = changes.mean().high();
    if (low != null && high != null) {
      IntervalMarker interval = new IntervalMarker(low, high, PanelPlot.SHADE);
      interval.setAlpha(1);
      plot.addRangeMarker(interval, Layer.BACKGROUND);
    }
    plot.addRangeMarker(PanelPlot.line(0, PanelPlot.SOLID), Layer.BACKGROUND);
    plot.addRangeMarker(PanelPlot.line(changes.mean().value(), PanelPlot.DASHED), Layer.BACKGROUND);
    return plot;
  }
}
