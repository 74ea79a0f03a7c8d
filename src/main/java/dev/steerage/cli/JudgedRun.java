package dev.steerage.cli;

import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.JudgeSpec;
import dev.steerage.evaluation.JudgedAnswers;
import dev.steerage.evaluation.JudgedSpec;
import dev.steerage.evaluation.Judging;
import dev.steerage.report.TableFormat;
import dev.steerage.runlog.RatingFolder;
import dev.steerage.runlog.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The judged part of an evaluation, where its spec asks for one. */
final class JudgedRun {
  private final @Nullable JudgedAnswers answers;

  private JudgedRun(@Nullable JudgedAnswers answers) {
    this.answers = answers;
  }

  /**
   * That of a spec.
   *
   * @throws dev.steerage.InputException if it asks for what cannot be done
   */
  static JudgedRun of(EvaluationSpec spec, Path folder) {
    JudgedSpec judged = spec.judged();
    if (judged == null) {
      return new JudgedRun(null);
    }
    JudgedAnswers answers = new JudgedAnswers(spec, judged, folder);
    answers.check();
    return new JudgedRun(answers);
  }

  /** Generates and judges what is not done yet; tables follow those of the run, where they can. */
  void run(Interruption interruption, TableFormat format, CommandLine commandLine) {
    if (answers == null) {
      return;
    }
    PrintWriter err = commandLine.getErr();
    try (GenerationProgress generating = new GenerationProgress(err)) {
      interruption.stage();
      for (JudgedAnswers.Asked asked : answers.answer(generating)) {
        JudgeReport report = judge(asked.spec(), asked.folder(), interruption, err);
        print(report, asked.folder(), format, commandLine);
      }
    }
  }

  /** Writes and prints the reports of what an evaluation has judged, again. */
  static void report(Path run, TableFormat format, CommandLine commandLine) {
    for (Path folder : JudgedAnswers.folders(run)) {
      RatingFolder ratings = RatingFolder.toReport(folder);
      try (RunFolder judged = ratings.run()) {
        print(JudgeReport.of(ratings).write(), judged.folder(), format, commandLine);
      }
    }
  }

  private static void print(
      JudgeReport report, Path folder, TableFormat format, CommandLine commandLine) {
    // one document of other formats is all that a stream can hold
    if (format == TableFormat.TABLE || format == TableFormat.MD) {
      commandLine.getOut().println();
      report.print(format, commandLine);
    } else {
      commandLine.getErr().println("steerage: ratings are in " + folder);
    }
  }

  /** Judges what a spec says, and writes its report. */
  private static JudgeReport judge(
      JudgeSpec spec, Path folder, Interruption interruption, PrintWriter err) {
    try (JudgeProgress progress = new JudgeProgress(err, interruption);
        RunFolder judged = Judging.run(spec, folder, RunFolder.Existing.RESUME, progress)) {
      RatingFolder ratings = new RatingFolder(judged);
      ratings.writeMatches(JudgeMatching.of(spec, err));
      return JudgeReport.of(ratings).write();
    }
  }
}
