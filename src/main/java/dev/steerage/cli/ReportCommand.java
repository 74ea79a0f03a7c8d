package dev.steerage.cli;

import dev.steerage.evaluation.SpecFile;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    for (Path path : folders) {
      RunFolder folder = RunFolder.existing(path);
      RunReport.of(folder, SpecFile.read(path.resolve("spec.yaml")).aggregation())
          .write(folder)
          .print(format.get(), command.commandLine());
    }
  }
}
