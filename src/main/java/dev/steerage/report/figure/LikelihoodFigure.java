package dev.steerage.report.figure;

import dev.steerage.metric.DrawnPairs;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.OrderedTexts.Text;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.figure.PanelGrid.Panel;
import dev.steerage.report.figure.PanelPlot.Mark;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;

/**
 * The figure of arXiv 2410.17245: n = LL / z of all continuations, negatives then positives, each
 * half by the baseline's n; the band has the texts of the quartile metric at a quarter. Blue and
 * red are those of Okabe and Ito, which the colour-blind tell apart.
 */
final class LikelihoodFigure {
  private static final List<Mark> MARKS =
      List.of(
          new Mark("baseline", new Color(0x0072B2), PanelPlot.disc(2.6)),
          new Mark("steered", new Color(0xD55E00), ShapeUtils.createDiamond(3)));

  private LikelihoodFigure() {}

  /** The conditions of one model and behavior, in normalization {@code paper}. */
  static Multiples of(String subject, List<OrderedTexts> conditions, FigureStyle style) {
    // the words stand where the axis is longer than the points need
    Range y =
        PanelPlot.range(conditions.stream().flatMapToDouble(LikelihoodFigure::values), 0.14, 0.05);
    List<Panel> panels =
        conditions.stream()
            .map(
                texts -> new Panel(ConditionLabel.of(texts.condition()), "", plot(texts, y, style)))
            .toList();
    return new Multiples(
        "likelihoods",
        subject + ": normalized log-likelihoods",
        caption(conditions.get(0)),
        "continuations, negatives and positives each by the baseline's n",
        "n = LL / z",
        MARKS,
        panels);
  }

  private static String caption(OrderedTexts texts) {
    String shaded =
        texts.quarter() == 0
            ? "nothing is shaded, for a quarter of so few is none"
            : ("shaded are the %d most likely negatives and the %d least likely positives, those of"
                    + " the quartile metric at 25 %%")
                .formatted(texts.quarter(), texts.quarter());
    return ("n = LL / z (normalization paper, without unit) of the negatives and the positives of %d"
            + " pairs, each half by the baseline's n; %s. Steering does what it is for where red is"
            + " below blue on the left of the dotted line, and above it on the right.%s")
        .formatted(texts.pairs(), shaded, DrawnPairs.words(texts.pairs()));
  }

  private static DoubleStream values(OrderedTexts texts) {
    return Stream.concat(texts.negatives().stream(), texts.positives().stream())
        .flatMapToDouble(text -> DoubleStream.of(text.baseline(), text.steered()));
  }

  private static XYPlot plot(OrderedTexts texts, Range y, FigureStyle style) {
    XYSeries baseline = new XYSeries("baseline");
    XYSeries steered = new XYSeries("steered");
    List<Integer> places = DrawnPairs.places(texts.pairs());
    for (int i = 0; i < places.size(); i++) {
      add(baseline, steered, places.get(i) + 1, texts.negatives().get(i));
    }
    for (int i = 0; i < places.size(); i++) {
      add(baseline, steered, texts.pairs() + places.get(i) + 1, texts.positives().get(i));
    }
    double middle = texts.pairs() + 0.5;
    XYPlot plot =
        PanelPlot.of(List.of(baseline, steered), MARKS, new Range(0, 2 * middle), y, style);
    IntervalMarker band =
        new IntervalMarker(middle - texts.quarter(), middle + texts.quarter(), PanelPlot.SHADE);
    band.setAlpha(1);
    plot.addDomainMarker(band, Layer.BACKGROUND);
    plot.addDomainMarker(PanelPlot.line(middle, PanelPlot.DOTTED), Layer.BACKGROUND);
    plot.addAnnotation(word("negatives", middle / 2, y, style));
    plot.addAnnotation(word("positives", middle * 1.5, y, style));
    return plot;
  }

  private static void add(XYSeries baseline, XYSeries steered, int place, Text text) {
    baseline.add(place, text.baseline());
    steered.add(place, text.steered());
  }

  private static XYTextAnnotation word(String word, double x, Range y, FigureStyle style) {
    XYTextAnnotation annotation =
        PanelPlot.text(
            word,
            x,
            y.getLowerBound(),
            TextAnchor.BOTTOM_CENTER,
            PanelPlot.INK,
            style.font(Font.PLAIN, Lettering.NUMBER));
    annotation.setBackgroundPaint(Color.WHITE);
    return annotation;
  }
}
