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
   * Reads a run, which may stand beside others.
   *
   * @param reference a model of the run; for another word than {@link ComparisonSpec#NONE} the
   *     references are those that the run had
   */
  static ReadRun of(ReportRun run, String reference, Margin margin) {
    RunNumbers numbers = RunNumbers.of(run.folder(), run.spec().aggregation());
    boolean isOwn = numbers.models().contains(reference) || reference.equals(ComparisonSpec.NONE);
    RunComparison comparison =
        RunComparison.of(
            numbers,
            run.folder().readVectors(),
            RunComparison.references(
                run.folder(), numbers.scores(), isOwn ? reference : ComparisonSpec.AUTO),
            margin);
    return new ReadRun(run, numbers, comparison);
  }

  /** Its own report, which is not yet written. */
  RunReport report(FigureStyle style) {
    return RunReport.of(
        numbers, comparison, MetricWarnings.of(numbers.scores(), numbers.aggregation()), style);
  }

  /** The name among the runs. */
  String name() {
    return run.name();
  }
}
