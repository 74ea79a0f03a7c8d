package dev.steerage.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Metrics;
import dev.steerage.metric.PairChanges;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;

class ChangeFigureTest {
  private static final int PAIRS = 50;
  private static final Offset<Double> EXACT = within(1e-12);

  private static Multiples figure(List<ScoreRow> rows, Aggregation aggregation) {
    return ChangeFigure.of("corrigible", PairChanges.of(rows, aggregation), FigureStyle.USUAL);
  }

  private static PanelGrid.Panel published() {
    return figure(FigureScores.published(), Aggregation.MEAN).panels().get(0);
  }

  @Test
  void pairsAreSortedByTheChangeOfTheirPropensity() {
    double[] before = FigureScores.published("baseline");
    double[] after = FigureScores.published("steered");
    List<double[]> expected = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      double positive = after[i] - before[i];
      double negative = after[i + PAIRS] - before[i + PAIRS];
      expected.add(new double[] {positive - negative, positive, negative});
    }
    expected.sort(Comparator.comparingDouble(change -> change[0]));

    XYDataset points = published().plot().getDataset();
    for (int series = 0; series < 3; series++) {
      assertThat(points.getItemCount(series)).isEqualTo(PAIRS);
      for (int place = 0; place < PAIRS; place++) {
        assertThat(points.getXValue(series, place)).isEqualTo(place + 1);
        assertThat(points.getYValue(series, place)).isCloseTo(expected.get(place)[series], EXACT);
      }
    }
  }

  @Test
  void meanAndIntervalAreThoseOfTheMetrics() {
    MetricResult metric =
        Metrics.of(FigureScores.published(), Aggregation.MEAN).stream()
            .filter(result -> result.metric().equals("delta_propensity"))
            .findFirst()
            .orElseThrow();
    PanelGrid.Panel panel = published();
    Collection<?> markers = panel.plot().getRangeMarkers(Layer.BACKGROUND);
    assertThat(markers.stream().filter(ValueMarker.class::isInstance).map(ValueMarker.class::cast))
        .extracting(ValueMarker::getValue)
        .containsExactlyInAnyOrder(0.0, metric.value());
    assertThat(
            markers.stream()
                .filter(IntervalMarker.class::isInstance)
                .map(IntervalMarker.class::cast))
        .singleElement()
        .satisfies(
            interval -> {
              assertThat(interval.getStartValue()).isEqualTo(metric.low());
              assertThat(interval.getEndValue()).isEqualTo(metric.high());
            });
    XYDataset points = panel.plot().getDataset();
    assertThat(IntStream.range(0, PAIRS).mapToDouble(i -> points.getYValue(0, i)).average())
        .hasValueCloseTo(metric.value(), EXACT);
    assertThat(panel.note())
        .isEqualTo(
            "mean Δ propensity %.4f [%.4f, %.4f]", metric.value(), metric.low(), metric.high());
  }

  @Test
  void valuesAreInTheUnitOfTheRun() {
    Multiples figure = figure(FigureScores.published(), Aggregation.SUM);
    assertThat(figure.y()).isEqualTo("steered − baseline, nats");
    assertThat(figure.caption()).contains("in nats for each of 50 pairs");
    XYDataset sums = figure.panels().get(0).plot().getDataset();
    XYDataset means = published().plot().getDataset();
    assertThat(sums.getYValue(1, 0)).isCloseTo(2 * means.getYValue(1, 0), EXACT);
  }

  @Test
  void onePairHasNoInterval() {
    PanelGrid.Panel panel =
        figure(FigureScores.of("demo", "myopia", 1, 1), Aggregation.MEAN).panels().get(0);
    assertThat(panel.plot().getRangeMarkers(Layer.BACKGROUND))
        .noneMatch(IntervalMarker.class::isInstance);
  }
}
