package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.report.figure.FigureStyle;
import dev.steerage.runlog.JointFolder;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.RatingFolder;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage report}: metrics and report of run folders again, without weights. */
@Command(
    name = "report",
    description =
        "Computes the metrics of run folders again from their scores, and prints them; several runs side by side.",
    footer = {
      "",
      "With several run folders each gets its own report again, and a joint one is made and printed: what differs"
          + " between the runs, the conditions of all, and whether the effects on a model come out the same in each"
          + " run, pair by pair. What has one name and other bytes in two runs (vectors, pairs, models) is told"
          + " apart, said in a warning, and not compared."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class ReportCommand implements Runnable {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN_DIR",
      description = "Run folders of steerage evaluate.")
  private List<Path> folders;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "The folder of the joint report on several runs (default: beside the first run, the runs' names joined by +).")
  private @Nullable Path output;

  @Option(
      names = "--reference",
      paramLabel = "NAME",
      description =
          "The model that the others are compared with, in place of what the run had; none for no comparison. Divergences"
              + " stay those from the run's own reference. Among several runs also the name of a run, in place of the"
              + " first one.")
  private @Nullable String reference;

  @Option(
      names = "--margin",
      paramLabel = "X%|X",
      description =
          "How far a model's effect may be from the reference's and still count as preserved, in place of the run's (of"
              + " several runs the first one's).")
  private @Nullable String margin;

  @Option(
      names = "--open",
      description =
          "Open report/report.html, of several runs the joint one, in the browser; without a desktop, say where it is.")
  private boolean open;

  @Mixin private FigureOptions figures;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    FigureStyle style = figures.get();
    if (folders.size() == 1 && RatingFolder.isOne(folders.get(0))) {
      judged(folders.get(0));
      return;
    }
    List<ReportRun> runs = ReportRun.of(folders);
    try {
      if (runs.size() == 1) {
        one(runs.get(0), style);
      } else {
        joint(runs, style);
      }
    } finally {
      runs.forEach(run -> run.folder().close());
    }
  }

  private void judged(Path folder) {
    RatingFolder ratings = RatingFolder.toReport(folder);
    try (RunFolder run = ratings.run()) {
      JudgeReport.of(ratings).write().print(format.get(), command.commandLine());
      open(run.folder());
    }
  }

  private void one(ReportRun run, FigureStyle style) {
    if (output != null) {
      throw new InputException(
          "--output is the folder of a joint report on several runs, and one is given; name more, or leave it out");
    }
    RunNumbers numbers = RunNumbers.of(run.folder(), run.spec().aggregation());
    RunReport.of(run.folder(), numbers, reference(), margin(run), style)
        .with(TuneReport.of(run.folder(), numbers, run.spec()))
        .write(run.folder())
        .print(format.get(), command.commandLine());
    JudgedRun.report(run.spec(), run.folder().folder(), format.get(), command.commandLine());
    open(run.folder().folder());
  }

  private void joint(List<ReportRun> runs, FigureStyle style) {
    Path folder =
        output != null
            ? output
            : JointFolder.beside(
                runs.get(0).folder().folder(), runs.stream().map(ReportRun::name).toList());
    JointFolder.check(folder);
    List<ReadRun> read = new ArrayList<>();
    for (ReportRun run : runs) {
      read.add(ReadRun.of(run, reference(), margin(run)));
    }
    // before anything is written, so that what is refused leaves everything as it was
    JointReport joint = JointReport.of(read, reference(), margin(runs.get(0)), style);
    for (ReadRun run : read) {
      run.report(style).write(run.run().folder());
    }
    joint.write(folder).print(format.get(), command.commandLine());
    command.commandLine().getErr().println("steerage: the joint report is in " + folder);
    open(folder);
  }

  private String reference() {
    return reference == null ? ComparisonSpec.AUTO : reference;
  }

  private Margin margin(ReportRun run) {
    return margin == null ? run.spec().comparison().margin() : Margin.parse(margin);
  }

  private void open(Path folder) {
    Path page = RunReport.page(folder);
    if (open && !PageOpener.open(page)) {
      command.commandLine().getErr().println("steerage: the page is " + page.toAbsolutePath());
    }
  }
}
