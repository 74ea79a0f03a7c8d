package dev.steerage.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYZDataset;
import org.junit.jupiter.api.Test;

/** Figures of one behavior over its coefficients and layers. */
class SweepFigureTest {
  private static final FigureStyle STYLE = FigureStyle.USUAL;
  private static final Offset<Double> EXACT = within(1e-12);

  private static Effects effects(List<MetricResult> metrics) {
    return Effects.of(metrics).get(0);
  }

  private static List<MetricResult> metrics(int layers, double... coefficients) {
    List<ScoreRow> rows = FigureMetrics.scores("full", "myopia", 1, layers, coefficients);
    rows.addAll(FigureMetrics.scores("small", "myopia", 1.5, layers, coefficients));
    return FigureMetrics.metrics(rows);
  }

  private static MetricResult change(
      List<MetricResult> metrics, String model, int layer, double coefficient) {
    Condition condition = FigureMetrics.condition(model, "myopia", "myopia", layer, coefficient);
    return metrics.stream()
        .filter(row -> row.metric().equals("delta_propensity"))
        .filter(row -> row.condition().equals(condition))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(XYPlot plot) {
    List<String> texts = new ArrayList<>();
    for (Object annotation : plot.getAnnotations()) {
      if (annotation instanceof XYTextAnnotation text) {
        texts.add(text.getText());
      }
    }
    return texts;
  }

  @Test
  void aDoseResponseHasALineAModelThroughTheBaselineWithItsInterval() {
    List<MetricResult> metrics = metrics(2, -1, 1, 2);
    Multiples figure =
        CoefficientFigure.of(SweptQuantity.EFFECT, effects(metrics), STYLE).orElseThrow();
    assertThat(figure.panels())
        .extracting(PanelGrid.Panel::title)
        .containsExactly("myopia L0", "myopia L1");
    assertThat(figure.marks()).extracting(PanelPlot.Mark::label).containsExactly("full", "small");
    assertThat(figure.caption()).contains("over 12 pairs", "nats/token", "95 % t-intervals");
    assertThat(figure.y()).isEqualTo("Δ propensity, nats/token");
    IntervalXYDataset lines = (IntervalXYDataset) figure.panels().get(1).plot().getDataset();
    assertThat(lines.getSeriesCount()).isEqualTo(2);
    double[] coefficients = {-1, 0, 1, 2};
    for (int i = 0; i < coefficients.length; i++) {
      assertThat(lines.getXValue(1, i)).isEqualTo(coefficients[i]);
      if (coefficients[i] == 0) {
        assertThat(lines.getYValue(1, i)).isZero();
      } else {
        MetricResult row = change(metrics, "small", 1, coefficients[i]);
        // 2 × 0.01 × slope × coefficient / (1 + layer), near enough for the pairs' own variation
        assertThat(lines.getYValue(1, i)).isCloseTo(0.015 * coefficients[i], within(1e-3));
        assertThat(lines.getYValue(1, i)).isEqualTo(row.value());
        assertThat(lines.getStartYValue(1, i)).isEqualTo(row.low());
        assertThat(lines.getEndYValue(1, i)).isEqualTo(row.high());
      }
    }
    assertThat(lines.getItemCount(0)).isEqualTo(4);
  }

  @Test
  void theCostOnNeutralTextGoesThroughOneAtTheBaseline() {
    List<MetricResult> metrics = metrics(2, -1, 1, 2);
    assertThat(CoefficientFigure.of(SweptQuantity.COST, effects(metrics), STYLE)).isEmpty();
    double[] ratios = {1.2, 0.9, Double.NaN};
    double[] coefficients = {-1, 1, 2};
    for (int i = 0; i < 3; i++) {
      metrics.add(
          FigureMetrics.neutral(
              change(metrics, "small", 1, coefficients[i]).condition(), ratios[i]));
    }
    metrics.add(FigureMetrics.neutral(change(metrics, "small", 0, 1).condition(), 3));
    Multiples figure =
        CoefficientFigure.of(SweptQuantity.COST, effects(metrics), STYLE).orElseThrow();
    assertThat(figure.kind()).isEqualTo("neutral");
    assertThat(figure.title()).isEqualTo("myopia: perplexity on neutral text by coefficient");
    // one coefficient of layer 0 is no curve
    assertThat(figure.panels()).extracting(PanelGrid.Panel::title).containsExactly("myopia L1");
    assertThat(figure.marks()).extracting(PanelPlot.Mark::label).containsExactly("small");
    assertThat(figure.y()).isEqualTo("perplexity / that of the baseline");
    assertThat(figure.x()).isEqualTo("coefficient");
    assertThat(figure.caption())
        .contains("over 310 scored tokens", "95 % t-intervals over the text's chunks")
        .contains("the baseline, with 1.");
    XYPlot plot = figure.panels().get(0).plot();
    IntervalXYDataset lines = (IntervalXYDataset) plot.getDataset();
    assertThat(lines.getItemCount(0)).isEqualTo(3);
    double[] expected = {1.2, 1, 0.9};
    for (int i = 0; i < 3; i++) {
      assertThat(lines.getXValue(0, i)).isEqualTo(i - 1);
      assertThat(lines.getYValue(0, i)).isEqualTo(expected[i]);
      assertThat(plot.getRangeAxis().getRange().contains(lines.getEndYValue(0, i))).isTrue();
    }
    assertThat(lines.getStartYValue(0, 0)).isCloseTo(1.1, EXACT);
    assertThat(lines.getEndYValue(0, 0)).isCloseTo(1.3, EXACT);
    assertThat(lines.getStartYValue(0, 1)).isEqualTo(1);
  }

  @Test
  void oneCoefficientIsNoDoseAndOneLayerNoMap() {
    assertThat(CoefficientFigure.of(SweptQuantity.EFFECT, effects(metrics(2, 1)), STYLE)).isEmpty();
    assertThat(HeatFigure.of(effects(metrics(2, 1)), STYLE)).isEmpty();
    assertThat(HeatFigure.of(effects(metrics(1, 1, 2)), STYLE)).isEmpty();
    assertThat(NullFigure.of(effects(metrics(1, 1, 2)), STYLE)).isEmpty();
    assertThat(DivergenceFigure.of(effects(metrics(1, 1, 2)), STYLE)).isEmpty();
    assertThat(Effects.of(FigureMetrics.metrics(FigureMetrics.scores("m", "b", 1, 0)))).isEmpty();
  }

  @Test
  void aHeatMapHasACellALayerAndCoefficientWithItsValue() {
    List<MetricResult> metrics = metrics(3, -2, 2);
    Multiples figure = HeatFigure.of(effects(metrics), STYLE).orElseThrow();
    assertThat(figure.panels()).extracting(PanelGrid.Panel::title).containsExactly("full", "small");
    XYPlot plot = figure.panels().get(0).plot();
    XYZDataset cells = (XYZDataset) plot.getDataset();
    assertThat(cells.getItemCount(0)).isEqualTo(6);
    for (int i = 0; i < 6; i++) {
      int layer = (int) cells.getYValue(0, i);
      double coefficient = cells.getXValue(0, i) == 0 ? -2 : 2;
      assertThat(cells.getZValue(0, i))
          .isEqualTo(change(metrics, "full", layer, coefficient).value());
    }
    assertThat(texts(plot)).hasSize(6).contains("+0.040", "-0.040", "+0.013");
    assertThat(figure.caption()).contains("each cell has its value", "over 12 pairs");
  }

  @Test
  void theHeatMapsColoursAreTheSameOnBothSidesAndWhiteAtZero() {
    DivergingScale scale = new DivergingScale(2);
    assertThat(scale.getPaint(0)).isEqualTo(Color.WHITE);
    assertThat(scale.getPaint(2)).isEqualTo(new Color(0xB2182B));
    assertThat(scale.getPaint(-2)).isEqualTo(new Color(0x2166AC));
    assertThat(scale.getPaint(-1)).isEqualTo(new Color(0x92C5DE));
    assertThat(scale.getPaint(9)).isEqualTo(scale.getPaint(2));
    assertThat(new DivergingScale(0).getPaint(0)).isEqualTo(Color.WHITE);
  }

  @Test
  void divergencesHaveAPointAConditionOnALogarithmicAxis() {
    List<MetricResult> metrics = metrics(1, -1, 1, 2);
    double[] divergences = {0.001, 0.004, 0};
    double[] coefficients = {-1, 1, 2};
    for (int i = 0; i < 3; i++) {
      metrics.add(
          FigureMetrics.divergence(
              change(metrics, "full", 0, coefficients[i]).condition(), divergences[i]));
    }
    Multiples figure = DivergenceFigure.of(effects(metrics), STYLE).orElseThrow();
    assertThat(figure.caption()).contains("2 in all", "Left out for a KL of 0: 1.");
    assertThat(figure.marks()).extracting(PanelPlot.Mark::label).containsExactly("full");
    XYPlot plot = figure.panels().get(0).plot();
    assertThat(plot.getDomainAxis()).isInstanceOf(DecadeAxis.class);
    XYDataset points = plot.getDataset();
    assertThat(points.getItemCount(0)).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      assertThat(points.getXValue(0, i)).isEqualTo(divergences[i]);
      assertThat(points.getYValue(0, i))
          .isEqualTo(Math.abs(change(metrics, "full", 0, coefficients[i]).value()));
      assertThat(plot.getDomainAxis().getRange().contains(divergences[i])).isTrue();
    }
  }

  @Test
  void theNullDistributionHasAllRandomDirectionsAndTheVector() {
    List<ScoreRow> rows = FigureMetrics.scores("full", "myopia", 1, 2, -1, 1);
    FigureMetrics.addRandom(rows, "full", "myopia", 9, -1, 1);
    List<MetricResult> metrics = FigureMetrics.metrics(rows);
    Multiples figure = NullFigure.of(effects(metrics), STYLE).orElseThrow();
    assertThat(figure.panels()).hasSize(1);
    assertThat(figure.panels().get(0).note()).isEqualTo("myopia L0");
    assertThat(figure.caption()).contains("9 random directions", "2.5 to the 97.5 % quantile");
    XYPlot plot = figure.panels().get(0).plot();
    XYDataset points = plot.getDataset();
    assertThat(points.getItemCount(0)).isEqualTo(18);
    assertThat(points.getItemCount(1)).isEqualTo(2);
    assertThat(points.getYValue(1, 1)).isEqualTo(change(metrics, "full", 0, 1).value());
    double mean =
        IntStream.range(0, 18)
            .filter(i -> Math.round(points.getXValue(0, i)) == 1)
            .mapToDouble(i -> points.getYValue(0, i))
            .average()
            .orElseThrow();
    MetricResult known =
        metrics.stream()
            .filter(row -> row.metric().equals(MetricName.NULL_DELTA_PROPENSITY.word()))
            .filter(row -> row.condition().coefficient() == 1)
            .findFirst()
            .orElseThrow();
    assertThat(mean).isCloseTo(known.value(), EXACT);
    assertThat(texts(plot)).containsExactly("0.100", "0.100");
    assertThat(((PointRenderer) plot.getRenderer()).getAnnotations()).hasSize(2);
  }
}
