package dev.steerage.report.figure;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.Verdict;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.Digits;
import dev.steerage.report.ModelNames;
import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import dev.steerage.runlog.Margin;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.Range;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Forest plot of slope ratios: models against their reference, a line each. */
final class RatioFigure {
  private static final Map<Verdict, Mark> MARKS =
      Map.of(
          Verdict.PRESERVED,
          new Mark("preserved", new Color(0x0072B2), PanelPlot.disc(3)),
          Verdict.CHANGED,
          new Mark("changed", new Color(0xD55E00), ShapeUtils.createDiamond(3.8f)),
          Verdict.UNDECIDED,
          new Mark("undecided", new Color(0x666666), ShapeUtils.createUpTriangle(3.2f)));

  /** With more, each behavior has its own figure. */
  private static final int MOST_TOGETHER = 30;

  /** More would not fit a page. */
  private static final int MOST = 45;

  private static final double LINE = 15;
  private static final double NUMBERS = 22;

  /** Share of a panel's width that names may have. */
  private static final double NAMES = 0.28;

  private final Margin margin;
  private final FigureStyle style;
  private final List<ComparisonResult> results;

  private RatioFigure(List<ComparisonResult> results, Margin margin, FigureStyle style) {
    this.results = results;
    this.margin = margin;
    this.style = style;
  }

  /**
   * By behavior, which is empty where all are together because they are few; none where there is no
   * ratio.
   */
  static Map<String, List<Multiples>> of(
      List<ComparisonResult> results, Margin margin, FigureStyle style) {
    RatioFigure figure = new RatioFigure(results, margin, style);
    List<ComparisonResult> ratios =
        results.stream()
            .filter(r -> r.name() == ComparisonName.SLOPE_RATIO && Double.isFinite(r.value()))
            .toList();
    Map<String, List<Multiples>> all = new LinkedHashMap<>();
    ratios.stream()
        .collect(
            Collectors.groupingBy(
                r -> ratios.size() <= MOST_TOGETHER ? "" : r.condition().behavior(),
                LinkedHashMap::new,
                Collectors.toList()))
        .forEach((behavior, of) -> all.put(behavior, figure.parts(behavior, of)));
    return all;
  }

  private List<Multiples> parts(String behavior, List<ComparisonResult> ratios) {
    List<Multiples> parts = new ArrayList<>();
    int count = (ratios.size() + MOST - 1) / MOST;
    for (int part = 0; part < count; part++) {
      String number = count == 1 ? "" : " (%d of %d)".formatted(part + 1, count);
      String subject = behavior.isEmpty() ? "" : behavior + number + ": ";
      int to = Math.min(ratios.size(), (part + 1) * MOST);
      parts.add(of(subject, ratios.subList(part * MOST, to)));
    }
    return parts;
  }

  private Multiples of(String subject, List<ComparisonResult> ratios) {
    Map<String, List<ComparisonResult>> groups =
        ratios.stream()
            .collect(
                Collectors.groupingBy(
                    r -> ConditionLabel.steering(r.condition()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    String reference =
        ratios.stream()
            .map(ComparisonResult::reference)
            .distinct()
            .collect(Collectors.joining(", "));
    String pairs =
        ratios.stream().map(r -> "" + r.n()).distinct().collect(Collectors.joining(", "));
    List<Mark> marks =
        List.of(Verdict.values()).stream()
            .filter(v -> ratios.stream().anyMatch(r -> RatioLines.verdict(r, results) == v))
            .flatMap(v -> MARKS.entrySet().stream().filter(e -> e.getKey() == v))
            .map(Map.Entry::getValue)
            .toList();
    return new Multiples(
        "slope-ratios",
        subject + "slopes against those of " + reference,
        ("Slope of the propensity over the coefficient divided by that of the reference, without"
                + " unit, over %s pairs; bars are 95 %% BCa bootstrap intervals over pairs, both models"
                + " of a pair together. At 1 steering does the same; %sverdict (TOST and paired t test,"
                + " Holm-corrected): preserved within the margin of %s, changed, or undecided.%s")
            .formatted(
                pairs,
                margin.isShare() ? "shaded is the margin; " : "",
                margin,
                RatioLines.without(results)),
        "slope / slope of the reference",
        "",
        marks,
        List.of(new Panel("", "", plot(groups, ratios))),
        new Multiples.Room(200, (ratios.size() + groups.size()) * LINE + NUMBERS));
  }

  private XYPlot plot(Map<String, List<ComparisonResult>> groups, List<ComparisonResult> ratios) {
    double width = PanelGrid.panelWidth(1, Multiples.Room.USUAL, style);
    FontMetrics metrics = PanelGrid.metrics(style.font(Font.PLAIN, Lettering.NUMBER));
    FontMetrics bold = PanelGrid.metrics(style.font(Font.BOLD, Lettering.NUMBER));
    Range x = RatioLines.range(ratios, margin);
    UnaryOperator<String> names = ModelNames.shortened(ratios);
    List<String> models = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Map<Verdict, XYIntervalSeries> series = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      series.put(verdict, new XYIntervalSeries(verdict.word()));
    }
    XYPlot plot = frame(series, x);
    groups.forEach(
        (steering, of) -> {
          int head = models.size();
          // neither the line at 1 nor the margin goes through the words; y is upside down, as the
          // axis is
          plot.addAnnotation(
              new XYBoxAnnotation(
                  x.getLowerBound(),
                  head + 0.5,
                  x.getUpperBound(),
                  head - 0.5,
                  null,
                  null,
                  Color.WHITE));
          plot.addAnnotation(
              PanelPlot.text(
                  " " + TextLines.fitted(steering, bold, width * (1 - 2 * NAMES)),
                  x.getLowerBound(),
                  head,
                  TextAnchor.CENTER_LEFT,
                  PanelPlot.INK,
                  style.font(Font.BOLD, Lettering.NUMBER)));
          models.add("");
          words.add("");
          for (ComparisonResult ratio : of) {
            Double low = ratio.low();
            Double high = ratio.high();
            int y = models.size();
            XYIntervalSeries marks = series.get(RatioLines.verdict(ratio, results));
            if (marks != null) {
              marks.add(
                  ratio.value(),
                  low == null ? ratio.value() : low,
                  high == null ? ratio.value() : high,
                  y,
                  y,
                  y);
            }
            models.add(
                TextLines.fitted(names.apply(ratio.condition().model()), metrics, width * NAMES));
            words.add(
                Digits.share(ratio.value()) + " " + RatioLines.verdict(ratio, results).word());
          }
        });
    plot.setRangeAxis(0, down(models));
    plot.setRangeAxis(1, down(words));
    plot.setRangeAxisLocation(1, AxisLocation.TOP_OR_RIGHT);
    return plot;
  }

  private XYPlot frame(Map<Verdict, XYIntervalSeries> series, Range x) {
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawYError(false);
    renderer.setCapLength(4);
    renderer.setErrorStroke(PanelPlot.LINE);
    series.forEach(
        (verdict, of) -> {
          int i = data.getSeriesCount();
          Mark mark = MARKS.get(verdict);
          if (mark != null) {
            renderer.setSeriesPaint(i, mark.color());
            renderer.setSeriesShape(i, mark.shape());
          }
          data.addSeries(of);
        });
    XYPlot plot = PanelPlot.of(data, renderer, PanelPlot.axis(x, style), down(List.of("")));
    plot.setRangeGridlinesVisible(false);
    if (margin.isShare()) {
      IntervalMarker band =
          new IntervalMarker(1 - margin.value(), 1 + margin.value(), PanelPlot.SHADE);
      band.setAlpha(1);
      plot.addDomainMarker(band, Layer.BACKGROUND);
    }
    plot.addDomainMarker(PanelPlot.line(1, PanelPlot.SOLID), Layer.BACKGROUND);
    return plot;
  }

  /** Words from above to below. */
  private SymbolAxis down(List<String> words) {
    SymbolAxis axis = PanelPlot.words(words, style);
    axis.setInverted(true);
    return axis;
  }
}
