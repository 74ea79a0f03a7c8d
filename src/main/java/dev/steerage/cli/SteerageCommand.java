package dev.steerage.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The root command: a name for its subcommands. */
@Command(
    name = "steerage",
    description =
        "Measures what a steering intervention does to a language model in GGUF: by how much, at"
            + " what cost, and whether it survives quantization.",
    subcommands = {
      DemoCommand.class,
      EvaluateCommand.class,
      TuneCommand.class,
      MergeCommand.class,
      SlurmCommand.class,
      GenerateCommand.class,
      JudgeCommand.class,
      ExtractCommand.class,
      MetricsCommand.class,
      ReportCommand.class,
      VectorCommand.class,
      QuantizeCommand.class,
      InspectCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      RpcServeCommand.class,
      CompletionCommand.class
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT, // every subcommand has --help and --version
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed while running",
      "2:wrong usage or unusable input, with one sentence on what and where",
      "130, 143:stopped by SIGINT (Ctrl-C) or SIGTERM"
    },
    footer = {
      "",
      "Results go to standard output, progress and messages to standard error.",
      "'steerage COMMAND --help' says more about a command."
    })
final class SteerageCommand {}
