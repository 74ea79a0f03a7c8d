package dev.steerage.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.Normalization;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;

/** The points against the formulas of arXiv 2410.17245, computed here on the published figures. */
class LikelihoodFigureTest {
  private static final int PAIRS = 50;
  private static final Offset<Double> EXACT = within(1e-12);

  private static XYPlot plot(List<ScoreRow> rows) {
    return figure(rows).panels().get(0).plot();
  }

  private static Multiples figure(List<ScoreRow> rows) {
    return LikelihoodFigure.of(
        "corrigible",
        OrderedTexts.of(rows, Aggregation.MEAN, Normalization.PAPER),
        FigureStyle.USUAL);
  }

  /** n = LL / z with z = −(max over negatives + min over positives) / 2. */
  private static double[] normalized(double[] values) {
    double most = Arrays.stream(values, PAIRS, 2 * PAIRS).max().orElseThrow();
    double least = Arrays.stream(values, 0, PAIRS).min().orElseThrow();
    return Arrays.stream(values).map(value -> value / (-(most + least) / 2)).toArray();
  }

  @Test
  void pointsAreNegativesThenPositivesEachByTheBaselinesValue() {
    double[] baseline = normalized(FigureScores.published("baseline"));
    double[] steered = normalized(FigureScores.published("steered"));
    Comparator<Integer> byBaseline = Comparator.comparingDouble(i -> baseline[i]);
    List<Integer> order =
        new ArrayList<>(IntStream.range(PAIRS, 2 * PAIRS).boxed().sorted(byBaseline).toList());
    order.addAll(IntStream.range(0, PAIRS).boxed().sorted(byBaseline).toList());

    XYDataset points = plot(FigureScores.published()).getDataset();
    assertThat(points.getSeriesCount()).isEqualTo(2);
    for (int place = 0; place < 2 * PAIRS; place++) {
      assertThat(points.getXValue(0, place)).isEqualTo(place + 1);
      assertThat(points.getXValue(1, place)).isEqualTo(place + 1);
      assertThat(points.getYValue(0, place)).isCloseTo(baseline[order.get(place)], EXACT);
      assertThat(points.getYValue(1, place)).isCloseTo(steered[order.get(place)], EXACT);
    }
    assertThat(points.getItemCount(0)).isEqualTo(2 * PAIRS);
    assertThat(points.getItemCount(1)).isEqualTo(2 * PAIRS);
  }

  @Test
  void bandHoldsTheTextsOfTheQuartileMetric() {
    XYPlot plot = plot(FigureScores.published());
    assertThat(plot.getDomainMarkers(Layer.BACKGROUND))
        .anySatisfy(
            marker ->
                assertThat(marker)
                    .isInstanceOfSatisfying(
                        IntervalMarker.class,
                        band -> {
                          assertThat(band.getStartValue()).isEqualTo(38.5);
                          assertThat(band.getEndValue()).isEqualTo(62.5);
                        }))
        .anySatisfy(
            marker ->
                assertThat(marker)
                    .isInstanceOfSatisfying(
                        ValueMarker.class, line -> assertThat(line.getValue()).isEqualTo(50.5)));
    // Table 4 of the paper, with more digits
    assertThat(meanRise(plot.getDataset(), 51, 62)).isCloseTo(-0.0114, within(5e-5));
    assertThat(-meanRise(plot.getDataset(), 39, 50)).isCloseTo(0.0360, within(5e-5));
  }

  private static double meanRise(XYDataset points, int from, int to) {
    return IntStream.range(0, points.getItemCount(0))
        .filter(i -> points.getXValue(0, i) >= from && points.getXValue(0, i) <= to)
        .mapToDouble(i -> points.getYValue(1, i) - points.getYValue(0, i))
        .average()
        .orElseThrow();
  }

  @Test
  void panelsHaveTheSameAxesAndEveryPointIsOnThem() {
    List<ScoreRow> rows = FigureScores.of("demo", "myopia", 3, 12);
    Multiples figure = figure(rows);
    assertThat(figure.panels()).hasSize(3);
    assertThat(figure.panels()).extracting(p -> p.title()).contains("vector L13 ×1");
    for (PanelGrid.Panel panel : figure.panels()) {
      XYPlot plot = panel.plot();
      assertThat(plot.getRangeAxis().getRange())
          .isEqualTo(figure.panels().get(0).plot().getRangeAxis().getRange());
      for (int i = 0; i < plot.getDataset().getItemCount(1); i++) {
        assertThat(plot.getRangeAxis().getRange().contains(plot.getDataset().getYValue(1, i)))
            .isTrue();
      }
    }
  }

  @Test
  void captionSaysHowManyAndWhatIsShaded() {
    assertThat(figure(FigureScores.published()).caption())
        .contains("50 pairs", "the 12 most likely negatives", "at 25 %.");
    assertThat(figure(FigureScores.of("demo", "myopia", 1, 3)).caption())
        .contains("3 pairs", "nothing is shaded");
  }

  @Test
  void aConditionWithoutALayerHasItsName() {
    List<ScoreRow> rows = FigureScores.of("demo", "myopia", 0, 4);
    Condition prompted = new Condition("demo", "myopia", "prompt-kind", "kind", null, 1);
    FigureScores.add(rows, prompted, new double[] {-1, -2, -3, -4, -1, -2, -3, -4});
    assertThat(figure(rows).panels().get(0).title()).isEqualTo("prompt-kind");
  }
}
