package dev.steerage.cli;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.CapabilityMetrics;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Metrics;
import dev.steerage.metric.NeutralMetrics;
import dev.steerage.metric.TokenMetrics;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What a report is made from.
 *
 * @param scores one row a continuation and condition
 * @param results metrics of those, of their tokens, of the neutral text and of questions
 * @param aggregation which of a row's numbers the metrics use
 */
record RunNumbers(List<ScoreRow> scores, List<MetricResult> results, Aggregation aggregation) {
  RunNumbers {
    scores = Collections.unmodifiableList(scores); // a copy of packed ones would not be packed
    results = List.copyOf(results);
  }

  /**
   * Computes the metrics of what a run folder holds; those of tokens that it does not hold are as
   * they were computed before.
   */
  static RunNumbers of(RunFolder folder, Aggregation aggregation) {
    List<ScoreRow> scores = folder.readScores();
    List<MetricResult> results = new ArrayList<>(Metrics.of(scores, aggregation));
    Map<String, String> references = RunComparison.references(folder);
    List<Condition> conditions = scores.stream().map(ScoreRow::condition).distinct().toList();
    results.addAll(TokenMetrics.of(folder, scores, references));
    results.addAll(NeutralMetrics.of(folder, conditions, references));
    results.addAll(CapabilityMetrics.of(folder));
    results.addAll(KeptMetrics.of(folder, conditions));
    return new RunNumbers(scores, results, aggregation);
  }

  /** Names of the models, in the order of their first rows. */
  List<String> models() {
    return scores.stream().map(row -> row.condition().model()).distinct().toList();
  }
}
