package dev.steerage.report.figure;

import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.PairChanges;
import dev.steerage.runlog.Margin;
import java.util.List;

/**
 * What the figures of a run are made from.
 *
 * @param changes pair by pair, of every condition
 * @param ordered continuations of every condition, in normalization {@code paper}
 * @param metrics of those scores
 * @param compared models against their references; may be empty
 * @param margin that the verdicts are about
 */
public record FigureData(
    List<PairChanges> changes,
    List<OrderedTexts> ordered,
    List<MetricResult> metrics,
    List<ComparisonResult> compared,
    Margin margin) {
  public FigureData {
    changes = List.copyOf(changes);
    ordered = List.copyOf(ordered);
    metrics = List.copyOf(metrics);
    compared = List.copyOf(compared);
  }
}
