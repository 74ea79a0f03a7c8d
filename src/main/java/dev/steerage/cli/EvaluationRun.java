package dev.steerage.cli;

import dev.steerage.evaluation.Evaluation;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.report.TableFormat;
import dev.steerage.report.figure.FigureStyle;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * An evaluation with its report, which can be stopped and gone on with.
 *
 * @param folder of the run
 * @param existing what becomes of it if it is there
 * @param shard whose cells are computed, without a report; null for the whole run
 */
record EvaluationRun(
    EvaluationSpec spec, Path folder, RunFolder.Existing existing, @Nullable Shard shard) {
  /** Of a whole run. */
  EvaluationRun(EvaluationSpec spec, Path folder, RunFolder.Existing existing) {
    this(spec, folder, existing, null);
  }

  /**
   * Runs it, writes its report and prints the summary.
   *
   * @throws StoppedException if a signal has asked for it
   */
  void run(FigureStyle figures, TableFormat format, CommandLine commandLine) {
    run(figures, Optional.of(format), commandLine);
  }

  /**
   * The same where its tables may not be wanted on standard output.
   *
   * @param format of the summary; empty for none
   */
  void run(FigureStyle figures, Optional<TableFormat> format, CommandLine commandLine) {
    PrintWriter err = commandLine.getErr();
    JudgedRun judged = JudgedRun.of(spec, folder);
    try (Interruption interruption = new Interruption(folder, err);
        ProgressDisplay progress = new ProgressDisplay(err, interruption);
        RunFolder run =
            shard == null
                ? Evaluation.run(spec, folder, existing, TuneRun.next(spec), progress)
                : Evaluation.run(spec, shard, folder, existing, progress)) {
      if (shard != null) {
        err.println(
            "steerage: %s is complete in %s; with all others: steerage merge DIR… --output RUN"
                .formatted(shard, folder));
        return;
      }
      RunReport report = RunReport.of(run, spec, figures).write(run);
      format.ifPresent(asked -> report.print(asked, commandLine));
      judged.run(interruption, format.orElse(TableFormat.TABLE), commandLine);
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      throw new UncheckedIOException(
          e.getMessage() + "; what is complete is kept, and the same command goes on from there",
          cause);
    }
  }
}
