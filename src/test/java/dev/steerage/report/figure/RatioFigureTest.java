package dev.steerage.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.Verdict;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.IntervalXYDataset;
import org.junit.jupiter.api.Test;

class RatioFigureTest {
  private static List<ScoreRow> rows(int models, String... behaviors) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int i = 0; i < models; i++) {
      String model = i == 0 ? "full" : "full-q" + i;
      for (String behavior : behaviors) {
        rows.addAll(FigureMetrics.scores(model, behavior, i == 2 ? 1.5 : 1 + 0.01 * i, 1, -1, 1));
      }
    }
    return rows;
  }

  private static Map<String, List<Multiples>> figures(List<ScoreRow> rows, Margin margin) {
    return RatioFigure.of(FigureMetrics.compared(rows, margin), margin, FigureStyle.USUAL);
  }

  @Test
  void aLineAModelAndBehaviorHasTheRatioItsIntervalAndTheVerdict() {
    List<ScoreRow> rows = rows(3, "myopia", "kind");
    List<ComparisonResult> ratios =
        FigureMetrics.compared(rows, Margin.TENTH).stream()
            .filter(r -> r.name() == ComparisonName.SLOPE_RATIO)
            .toList();
    assertThat(ratios).hasSize(4);
    Multiples figure = figures(rows, Margin.TENTH).get("").get(0);
    assertThat(figure.title()).isEqualTo("slopes against those of full");
    assertThat(figure.caption()).contains("over 12 pairs", "95 % BCa", "margin of 10%");
    XYPlot plot = figure.panels().get(0).plot();
    IntervalXYDataset data = (IntervalXYDataset) plot.getDataset();
    assertThat(data.getItemCount(Verdict.PRESERVED.ordinal())).isEqualTo(2);
    assertThat(data.getItemCount(Verdict.CHANGED.ordinal())).isEqualTo(2);
    assertThat(data.getItemCount(Verdict.UNDECIDED.ordinal())).isZero();
    ComparisonResult changed =
        ratios.stream()
            .filter(r -> r.condition().model().equals("full-q2"))
            .filter(r -> r.condition().behavior().equals("myopia"))
            .findFirst()
            .orElseThrow();
    int series = Verdict.CHANGED.ordinal();
    assertThat(data.getXValue(series, 0)).isEqualTo(changed.value());
    assertThat(data.getStartXValue(series, 0)).isEqualTo(changed.low());
    assertThat(data.getEndXValue(series, 0)).isEqualTo(changed.high());
    assertThat(data.getYValue(series, 0)).isEqualTo(2);
    assertThat(Arrays.asList(((SymbolAxis) plot.getRangeAxis()).getSymbols()))
        .containsExactly("", "q1", "q2", "", "q1", "q2");
    assertThat(Arrays.asList(((SymbolAxis) plot.getRangeAxis(1)).getSymbols()))
        .containsExactly(
            "", "1.010 preserved", "1.500 changed", "", "1.010 preserved", "1.500 changed");
  }

  @Test
  void aRelativeMarginIsShadedAndAnotherIsNot() {
    List<ScoreRow> rows = rows(2, "myopia");
    XYPlot plot = figures(rows, Margin.parse("20%")).get("").get(0).panels().get(0).plot();
    assertThat(plot.getDomainMarkers(Layer.BACKGROUND))
        .anySatisfy(
            m ->
                assertThat(m)
                    .isInstanceOfSatisfying(
                        IntervalMarker.class,
                        band -> {
                          assertThat(band.getStartValue()).isEqualTo(0.8);
                          assertThat(band.getEndValue()).isEqualTo(1.2);
                        }))
        .anySatisfy(
            m ->
                assertThat(m)
                    .isInstanceOfSatisfying(
                        ValueMarker.class, line -> assertThat(line.getValue()).isEqualTo(1)));
    Multiples absolute = figures(rows, Margin.parse("0.01")).get("").get(0);
    assertThat(absolute.panels().get(0).plot().getDomainMarkers(Layer.BACKGROUND))
        .noneMatch(IntervalMarker.class::isInstance);
    assertThat(absolute.caption()).doesNotContain("shaded");
  }

  @Test
  void manyLinesHaveAFigureABehaviorAndNoneWithoutReference() {
    assertThat(figures(rows(17, "myopia", "kind"), Margin.TENTH))
        .containsOnlyKeys("myopia", "kind");
    assertThat(figures(rows(1, "myopia"), Margin.TENTH)).isEmpty();
  }
}
