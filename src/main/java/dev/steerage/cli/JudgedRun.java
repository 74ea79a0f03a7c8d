package dev.steerage.cli;

import dev.steerage.InputFile;
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
        JudgeReport report = judge(asked, interruption, err);
        print(report, asked.folder(), format, commandLine);
      }
    }
  }

  /** Writes and prints the reports of what an evaluation has judged, again. */
  static void report(EvaluationSpec spec, Path run, TableFormat format, CommandLine commandLine) {
    for (Path folder : JudgedAnswers.folders(spec, run)) {
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
      Path model = folder.getName(folder.getNameCount() - 2);
      commandLine.getOut().println("\nanswers of " + InputFile.printable("" + model) + "\n");
      report.print(format, commandLine);
    } else {
      commandLine.getErr().println("steerage: ratings are in " + folder);
    }
  }

  /** Judges what a spec says, and writes its report. */
  private static JudgeReport judge(
      JudgedAnswers.Asked asked, Interruption interruption, PrintWriter err) {
    JudgeSpec spec = asked.spec();
    try (JudgeProgress progress = new JudgeProgress(err, interruption);
        RunFolder judged = Judging.run(spec, asked.folder(), RunFolder.Existing.RESUME, progress)) {
      RatingFolder ratings = new RatingFolder(judged);
      ratings.writeMatches(
          JudgeMatching.of(
              spec,
              c -> c.model().equals(asked.model()) && c.behavior().equals(spec.behavior()),
              err));
      return JudgeReport.of(ratings).write();
    }
  }
}
