package dev.steerage.cli;

import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
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
    description = "Computes the metrics of run folders again from their scores, and prints them.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class ReportCommand implements Runnable {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN_DIR",
      description = "Run folders of steerage evaluate.")
  private List<Path> folders;

  @Option(
      names = "--reference",
      paramLabel = "NAME",
      description =
          "The model that the others are compared with, in place of what the run had; none for no comparison. Divergences"
              + " stay those from the run's own reference.")
  private @Nullable String reference;

  @Option(
      names = "--margin",
      paramLabel = "X%|X",
      description =
          "How far a model's effect may be from the reference's and still count as preserved, in place of the run's.")
  private @Nullable String margin;

  @Option(
      names = "--open",
      description = "Open report/report.html in the browser; without a desktop, say where it is.")
  private boolean open;

  @Mixin private FigureOptions figures;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    for (Path path : folders) {
      RunFolder folder = RunFolder.existing(path);
      EvaluationSpec spec = SpecFile.read(path.resolve("spec.yaml"));
      RunReport.of(
              folder,
              spec.aggregation(),
              reference == null ? ComparisonSpec.AUTO : reference,
              margin == null ? spec.comparison().margin() : Margin.parse(margin),
              figures.get())
          .write(folder)
          .print(format.get(), command.commandLine());
      if (open && !PageOpener.open(RunReport.page(folder))) {
        command
            .commandLine()
            .getErr()
            .println("steerage: the page is " + RunReport.page(folder).toAbsolutePath());
      }
    }
  }
}
