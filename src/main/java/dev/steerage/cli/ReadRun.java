package dev.steerage.cli;

import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.metric.MetricWarnings;
import dev.steerage.report.figure.FigureStyle;
import dev.steerage.runlog.Margin;

/**
 * A run and its numbers, by itself.
 *
 * @param run which
 * @param numbers what it has measured
 * @param comparison its models against their references
 */
record ReadRun(ReportRun run, RunNumbers numbers, RunComparison comparison) {
  /**
   * Reads a run.
   *
   * @param reference a model that the others are compared with, {@link ComparisonSpec#NONE}, or
   *     what is neither, such as another run's name: then models have the references that they had
   */
  static ReadRun of(ReportRun run, String reference, Margin margin) {
    RunNumbers numbers = RunNumbers.of(run.folder(), run.spec().aggregation());
    boolean isOwn = numbers.models().contains(reference) || reference.equals(ComparisonSpec.NONE);
    String own = isOwn ? reference : ComparisonSpec.AUTO;
    return new ReadRun(run, numbers, RunComparison.of(run.folder(), numbers, own, margin));
  }

  /** Its own report, which is not yet written. */
  RunReport report(FigureStyle style) {
    return RunReport.of(
            numbers, comparison, MetricWarnings.of(numbers.scores(), numbers.aggregation()), style)
        .with(TuneReport.of(run.folder(), numbers, run.spec()));
  }

  /** The name among the runs. */
  String name() {
    return run.name();
  }
}
