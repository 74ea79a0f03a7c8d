package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SparklineTest {
  /** A curve of alternating coefficients and changes. */
  private static SortedMap<Double, Double> curve(double... points) {
    SortedMap<Double, Double> curve = new TreeMap<>();
    for (int i = 0; i < points.length; i += 2) {
      curve.put(points[i], points[i + 1]);
    }
    return curve;
  }

  private static SortedMap<Double, Double> line(int from, int to) {
    SortedMap<Double, Double> curve = new TreeMap<>();
    for (int c = from; c <= to; c++) {
      if (c != 0) {
        curve.put((double) c, (double) c);
      }
    }
    return curve;
  }

  @Test
  void aBlockIsAnEighthOfTheScale() {
    assertThat(Sparkline.of(List.of(line(-3, 4)))).containsExactly("▁▂▃│▅▆▇█");
    assertThat(Sparkline.of(List.of(curve(1, 1, 2, 4, 3, 7)))).containsExactly("│▂▅█");
  }

  @Test
  void theAxisStandsWhereTheBaselineIs() {
    assertThat(Sparkline.of(List.of(curve(-2, 7, -1, 1, 1, 2, 3, 6)))).containsExactly("█▂│▃▇");
    assertThat(Sparkline.of(List.of(curve(-2, -7, -1, 0)))).containsExactly("▁█│");
    assertThat(Sparkline.of(List.of(curve()))).containsExactly("│");
    assertThat(Sparkline.of(List.of(curve(-1, 0, 1, 0)))).containsExactly("▁│▁");
  }

  @Test
  void linesOfATableHaveOneScale() {
    assertThat(Sparkline.of(List.of(curve(-1, -7, 1, 7), curve(-1, -1, 1, 1))))
        .containsExactly("▁│█", "▄│▅");
  }

  @Test
  void ofManyCoefficientsTheOutermostStay() {
    String both = Sparkline.of(List.of(line(-20, 20))).get(0);
    assertThat(both).hasSize(Sparkline.MOST).startsWith("▁").endsWith("█");
    assertThat(both.indexOf(Sparkline.AXIS)).isEqualTo(4);
    assertThat(both.replace("│", "").chars()).isSorted();
    assertThat(Sparkline.of(List.of(line(1, 30))).get(0)).hasSize(9).startsWith("│").endsWith("█");
    assertThat(Sparkline.of(List.of(line(-1, 60))).get(0)).hasSize(9).startsWith("▁│");
    assertThat(Sparkline.of(List.of(line(-60, 1))).get(0)).hasSize(9).endsWith("│█");
  }
}
