package dev.steerage.report.page;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.runlog.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Effect by layer and coefficient, where an intervention has several layers. */
final class LayerHeatMap {
  /** With more, values would not fit into their cells. */
  private static final int MOST_WITH_VALUES = 60;

  private static final Map<String, Object> CATEGORIES = Map.of("type", "category");

  private LayerHeatMap() {}

  private record Subject(String behavior, String model, String intervention) {}

  private record Cell(int layer, double coefficient) {}

  /** The figures by behavior, one a model and intervention. */
  static Map<String, List<Plot>> of(List<MetricResult> results) {
    Map<Subject, Map<Cell, MetricResult>> subjects = new LinkedHashMap<>();
    Measured.of(results, MetricName.DELTA_PROPENSITY)
        .forEach(
            (condition, result) -> {
              if (condition.layer() != null && condition.coefficient() != 0) {
                subjects
                    .computeIfAbsent(subject(condition), s -> new LinkedHashMap<>())
                    .put(new Cell(layer(condition), condition.coefficient()), result);
              }
            });
    Map<String, List<Plot>> plots = new LinkedHashMap<>();
    subjects.forEach(
        (subject, cells) -> {
          if (cells.keySet().stream().map(Cell::layer).distinct().count() > 1
              && cells.keySet().stream().map(Cell::coefficient).distinct().count() > 1) {
            plots
                .computeIfAbsent(subject.behavior, b -> new ArrayList<>())
                .add(plot(subject, cells));
          }
        });
    return plots;
  }

  private static Subject subject(Condition c) {
    return new Subject(c.behavior(), c.model(), c.intervention());
  }

  private static int layer(Condition condition) {
    return Objects.requireNonNull(condition.layer());
  }

  private static Plot plot(Subject subject, Map<Cell, MetricResult> cells) {
    SortedSet<Integer> layers = new TreeSet<>();
    SortedSet<Double> coefficients = new TreeSet<>();
    cells
        .keySet()
        .forEach(
            cell -> {
              layers.add(cell.layer);
              coefficients.add(cell.coefficient);
            });
    List<List<@Nullable BigDecimal>> z = new ArrayList<>();
    for (int layer : layers) {
      List<@Nullable BigDecimal> row = new ArrayList<>();
      for (double coefficient : coefficients) {
        MetricResult result = cells.get(new Cell(layer, coefficient));
        row.add(result == null ? null : ScriptText.number(result.value()));
      }
      z.add(row);
    }
    List<MetricResult> all = List.copyOf(cells.values());
    String unit = all.get(0).unit();
    boolean hasValues = layers.size() * coefficients.size() <= MOST_WITH_VALUES;
    PlotTrace trace =
        new PlotTrace(
            "Δ propensity",
            Map.of(
                "type",
                "heatmap",
                "x",
                coefficients.stream().map(ScriptText::category).toList(),
                "y",
                layers.stream().map(ScriptText::category).toList(),
                "z",
                z,
                "zmid",
                0,
                "colorscale",
                Palette.DIVERGING,
                "texttemplate",
                hasValues ? "%{z:.3f}" : "",
                "hovertemplate",
                "layer %{y}, coefficient %{x}: %{z:.4f}<extra></extra>",
                "meta",
                Map.of("layout", Map.of("xaxis", CATEGORIES, "yaxis", CATEGORIES))));
    return Plot.of(
        "%s, %s: Δ propensity of %s by layer and coefficient"
            .formatted(subject.behavior, subject.model, subject.intervention),
        "Change of the propensity, steered minus baseline, in %s, mean over %s pairs: blue below 0, white at 0, vermilion above; empty where that was not run. Intervals are in the tables."
            .formatted(unit, Measured.n(all)),
        "coefficient",
        "layer (block, from 0)",
        List.of(trace));
  }
}
