package dev.steerage.metric;

import dev.steerage.runlog.Aspect;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RatingRow;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ratings of all conditions, and what is computed of them.
 *
 * @param judge name of the judge
 * @param behavior what the concept is called
 * @param baseline name of the condition that others are compared with; there may be none
 * @param conditions the rows of each, in order
 */
public record JudgedTexts(
    String judge, String behavior, String baseline, Map<String, List<RatingRow>> conditions) {
  /** Unit of a rating. */
  private static final String RATING = "rating";

  public JudgedTexts {
    Map<String, List<RatingRow>> copy = new LinkedHashMap<>();
    conditions.forEach((name, rows) -> copy.put(name, List.copyOf(rows)));
    conditions = copy;
  }

  /** What metrics of a condition are under: its layer and coefficient are not known. */
  public Condition condition(String name) {
    return name.equals(Condition.BASELINE)
        ? Condition.baseline(judge, behavior)
        : new Condition(judge, behavior, name, name, null, Double.NaN);
  }

  /** By the id of the text; empty where no condition is the baseline. */
  Map<String, RatingRow> baselineRows() {
    Map<String, RatingRow> rows = new HashMap<>();
    conditions.getOrDefault(baseline, List.of()).forEach(row -> rows.put(row.item(), row));
    return rows;
  }

  /** Levels, masses and changes of each condition, in order. */
  public List<MetricResult> metrics() {
    Map<String, RatingRow> before = baselineRows();
    List<MetricResult> results = new ArrayList<>();
    conditions.forEach(
        (name, rows) -> {
          Condition condition = condition(name);
          results.addAll(levels(condition, rows));
          if (!name.equals(baseline)) {
            results.addAll(changes(condition, rows, before));
          }
        });
    return results;
  }

  private static List<MetricResult> levels(Condition condition, List<RatingRow> rows) {
    List<MetricResult> results = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      mean(condition, JudgeMetric.level(aspect), RATING, rows, row -> row.of(aspect).expected())
          .ifPresent(results::add);
    }
    mean(condition, JudgeMetric.JUDGED_SCORE, RATING, rows, RatingRow::score)
        .ifPresent(results::add);
    for (Aspect aspect : Aspect.values()) {
      mean(
              condition,
              JudgeMetric.mass(aspect),
              ResultRows.SHARE,
              rows,
              row -> row.of(aspect).mass())
          .ifPresent(results::add);
    }
    return results;
  }

  private static List<MetricResult> changes(
      Condition condition, List<RatingRow> rows, Map<String, RatingRow> before) {
    List<RatingRow> steered = rows.stream().filter(row -> before.containsKey(row.item())).toList();
    List<MetricResult> results = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      mean(
              condition,
              JudgeMetric.change(aspect),
              RATING,
              steered,
              row -> row.of(aspect).expected() - base(before, row).of(aspect).expected())
          .ifPresent(results::add);
    }
    mean(
            condition,
            JudgeMetric.JUDGED_SCORE_CHANGE,
            RATING,
            steered,
            row -> row.score() - base(before, row).score())
        .ifPresent(results::add);
    return results;
  }

  private static RatingRow base(Map<String, RatingRow> before, RatingRow row) {
    RatingRow base = before.get(row.item());
    if (base == null) {
      throw new IllegalStateException(row.item());
    }
    return base;
  }

  private static Optional<MetricResult> mean(
      Condition condition,
      JudgeMetric metric,
      String unit,
      List<RatingRow> rows,
      ToDoubleFunction<RatingRow> number) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Clusters clusters = Clusters.of(rows.stream().map(RatingRow::cluster).toList());
    Sample sample = Sample.of(rows.stream().mapToDouble(number).toArray());
    ClusteredMean mean = ClusteredMean.of(sample, clusters);
    return Optional.of(result(condition, metric, mean.mean(), mean.interval(), rows.size(), unit));
  }

  static MetricResult result(
      Condition condition,
      JudgeMetric metric,
      double value,
      @Nullable Interval interval,
      int n,
      String unit) {
    return new MetricResult(
        metric.word(),
        Normalization.NONE.word(),
        condition,
        null,
        value,
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high(),
        n,
        unit);
  }
}
