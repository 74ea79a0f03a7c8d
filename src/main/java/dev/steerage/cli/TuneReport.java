package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.metric.Tuned;
import dev.steerage.report.FrontierTable;
import dev.steerage.report.MetricsReport;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TitledTable;
import dev.steerage.report.TuneExact;
import dev.steerage.report.TuneTable;
import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.TuneFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import tech.tablesaw.api.Table;

/**
 * What the report of a tune has beside that of an evaluation.
 *
 * @param tables what was chosen, then the frontier
 */
record TuneReport(Tuned tuned, List<TitledTable> tables) {
  /** Of a run folder; empty where its spec is no tune. */
  static Optional<TuneReport> of(RunFolder folder, RunNumbers numbers, EvaluationSpec spec) {
    CostBudget budget = spec.tune();
    if (budget == null) {
      return Optional.empty();
    }
    Tuned tuned = Tuned.of(folder, numbers.scores(), numbers.aggregation(), budget);
    List<TitledTable> tables = new ArrayList<>(TuneTable.of(tuned));
    tables.addAll(FrontierTable.of(tuned));
    return Optional.of(new TuneReport(tuned, tables));
  }

  /** Writes {@code tune.csv}. */
  void write(Path folder) {
    TuneFile.write(folder, tuned.rows(), tuned.chosen(), tuned.frontier(), tuned.budget().kind());
  }

  /** Prints what was chosen and the frontier; in csv and json all that was evaluated. */
  void print(TableFormat format, CommandLine commandLine) {
    String text =
        switch (format) {
          case CSV, JSON -> {
            Table exact = TuneExact.of(tuned);
            yield format.render(tables.get(0), exact, Terminal.style(commandLine));
          }
          default ->
              format.render(
                  new MetricsReport(List.of(), tables, List.of()), Terminal.style(commandLine));
        };
    commandLine.getOut().print(text);
    commandLine.getOut().flush();
    TuneTable.unmet(tuned)
        .ifPresent(
            sentence -> commandLine.getErr().println("steerage: " + InputFile.printable(sentence)));
  }
}
