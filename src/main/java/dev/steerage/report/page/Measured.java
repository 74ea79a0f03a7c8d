package dev.steerage.report.page;

import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.runlog.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metrics of a run by name and condition, and their intervals as plotly.js has them. */
final class Measured {
  private Measured() {}

  /** What has a name, by condition in the order of the results, without random directions. */
  static Map<Condition, MetricResult> of(List<MetricResult> results, MetricName name) {
    Map<Condition, MetricResult> found = new LinkedHashMap<>();
    for (MetricResult result : results) {
      if (result.metric().equals(name.word()) && !result.condition().isRandomDirection()) {
        found.putIfAbsent(result.condition(), result);
      }
    }
    return found;
  }

  /** From the least to the greatest n of results, as text. */
  static String n(List<MetricResult> results) {
    int[] all = results.stream().mapToInt(MetricResult::n).sorted().toArray();
    int first = all[0];
    int last = all[all.length - 1];
    return first == last ? "" + last : first + " to " + last;
  }

  /** Error bars from value to low and high; none where a value has no interval. */
  static Map<String, Object> bars(List<Double> values, List<Interval> intervals) {
    List<@Nullable BigDecimal> up = new ArrayList<>();
    List<@Nullable BigDecimal> down = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      up.add(intervals.get(i).distanceUp(values.get(i)));
      down.add(intervals.get(i).distanceDown(values.get(i)));
    }
    return Map.of(
        "type", "data", "symmetric", false, "array", up, "arrayminus", down, "thickness", 1.5);
  }

  /** Ends of an interval; both null where there is none. */
  record Interval(@Nullable Double low, @Nullable Double high) {
    static Interval of(MetricResult result) {
      return new Interval(result.low(), result.high());
    }

    private @Nullable BigDecimal distanceUp(double value) {
      return high == null ? null : ScriptText.number(high - value);
    }

    private @Nullable BigDecimal distanceDown(double value) {
      return low == null ? null : ScriptText.number(value - low);
    }

    double lowOr(double value) {
      return low == null ? value : low;
    }

    double highOr(double value) {
      return high == null ? value : high;
    }
  }
}
