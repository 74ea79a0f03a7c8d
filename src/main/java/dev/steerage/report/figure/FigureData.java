package dev.steerage.report.figure;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.PairChanges;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.ScoreRow;
import java.util.List;

/**
 * What the figures of a run are made from.
 *
 * @param scores of all conditions
 * @param aggregation of a continuation's tokens, as the metrics have it
 * @param changes pair by pair, of every condition
 * @param metrics of those scores
 * @param compared models against their references; may be empty
 * @param margin that the verdicts are about
 */
public record FigureData(
    List<ScoreRow> scores,
    Aggregation aggregation,
    List<PairChanges> changes,
    List<MetricResult> metrics,
    List<ComparisonResult> compared,
    Margin margin) {
  public FigureData {
    scores = List.copyOf(scores);
    changes = List.copyOf(changes);
    metrics = List.copyOf(metrics);
    compared = List.copyOf(compared);
  }
}
