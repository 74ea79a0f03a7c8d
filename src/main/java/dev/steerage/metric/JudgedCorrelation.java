package dev.steerage.metric;

import dev.steerage.runlog.Aspect;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.MatchRow;
import dev.steerage.runlog.RatingRow;
import dev.steerage.statistics.Correlation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether texts in which a judge sees more of the concept under a condition are answers to the
 * prompts whose pairs' log-likelihoods that condition changes more.
 *
 * @param condition of the evaluation
 * @param measure of the log-likelihoods
 * @param items texts that went in
 * @param pearson null where a side is the same for all texts, or there are fewer than two
 * @param spearman likewise
 */
public record JudgedCorrelation(
    Condition condition,
    Measure measure,
    int items,
    @Nullable Correlation pearson,
    @Nullable Correlation spearman) {

  /** What ratings are held against, steered − baseline. */
  public enum Measure {
    /** LL(positive) − LL(negative). */
    PROPENSITY(
        JudgeMetric.JUDGED_CONCEPT_PROPENSITY_PEARSON,
        JudgeMetric.JUDGED_CONCEPT_PROPENSITY_SPEARMAN),
    /** LL(positive). */
    POSITIVE(
        JudgeMetric.JUDGED_CONCEPT_POSITIVE_PEARSON, JudgeMetric.JUDGED_CONCEPT_POSITIVE_SPEARMAN);

    private final JudgeMetric pearson;
    private final JudgeMetric spearman;

    Measure(JudgeMetric pearson, JudgeMetric spearman) {
      this.pearson = pearson;
      this.spearman = spearman;
    }

    private double change(MatchRow row) {
      return this == PROPENSITY ? row.deltaPropensity() : row.deltaPositive();
    }
  }

  /**
   * One a condition that both have and measure, in the order of the matches. A text goes in if the
   * baseline has one with its id too.
   */
  public static List<JudgedCorrelation> of(JudgedTexts texts, List<MatchRow> matches) {
    Map<Condition, List<MatchRow>> byCondition = new LinkedHashMap<>();
    matches.forEach(
        row -> byCondition.computeIfAbsent(row.condition(), c -> new ArrayList<>()).add(row));
    Map<String, RatingRow> baseline = texts.baselineRows();
    List<JudgedCorrelation> all = new ArrayList<>();
    byCondition.forEach(
        (condition, rows) -> {
          Map<String, RatingRow> steered = new HashMap<>();
          texts
              .conditions()
              .getOrDefault(condition.condition(), List.of())
              .forEach(row -> steered.put(row.item(), row));
          List<MatchRow> known =
              rows.stream()
                  .filter(r -> steered.containsKey(r.item()) && baseline.containsKey(r.item()))
                  .toList();
          double[] ratings =
              known.stream()
                  .mapToDouble(r -> concept(steered, r.item()) - concept(baseline, r.item()))
                  .toArray();
          for (Measure measure : Measure.values()) {
            double[] changes = known.stream().mapToDouble(measure::change).toArray();
            all.add(
                new JudgedCorrelation(
                    condition,
                    measure,
                    known.size(),
                    Correlation.pearson(ratings, changes),
                    Correlation.spearman(ratings, changes)));
          }
        });
    return all;
  }

  private static double concept(Map<String, RatingRow> rows, String item) {
    RatingRow row = rows.get(item);
    return row == null ? Double.NaN : row.of(Aspect.CONCEPT).expected();
  }

  /** The rows of {@code metrics.csv}; none for what has no correlation. */
  public List<MetricResult> metrics() {
    List<MetricResult> results = new ArrayList<>();
    if (pearson != null) {
      results.add(
          JudgedTexts.result(
              condition,
              measure.pearson,
              pearson.value(),
              pearson.interval(),
              items,
              ResultRows.ONE));
    }
    if (spearman != null) {
      results.add(
          JudgedTexts.result(
              condition, measure.spearman, spearman.value(), null, items, ResultRows.ONE));
    }
    return results;
  }
}
