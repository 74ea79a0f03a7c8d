package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.runlog.Merge;
import dev.steerage.runlog.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage merge}: one run folder of its shards', without weights. */
@Command(
    name = "merge",
    description =
        "Makes one run folder of the folders that steerage evaluate --shard made, with its scores, metrics and report.",
    footer = {
      "",
      "The folders may be named in any order. Hashes of all inputs, settings and the program's version must agree;"
          + " devices and threads may differ, and provenance.json lists them by shard. What is missing is named with the"
          + " command that makes it, and no folder is made until all is there. Token files are linked where the file"
          + " system can, so that merging takes little room. A merge that is there already is left as it is."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class MergeCommand implements Runnable {
  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Run folders of all shards.")
  private List<Path> folders;

  @Option(
      names = "--output",
      paramLabel = "RUN",
      required = true,
      description = "The run folder to make.")
  private Path output;

  @Mixin private FigureOptions figures;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    PrintWriter err = command.commandLine().getErr();
    try (Merge merge = Merge.of(folders, output)) {
      String what =
          "%d shards, %d cells"
              .formatted(merge.shards().size(), merge.shards().get(0).cells().size());
      if (merge.isThere()) {
        err.println(
            "steerage: %s is the merge of these already (%s); nothing is changed"
                .formatted(output, what));
        return;
      }
      merge
          .differences()
          .forEach(
              file ->
                  err.println(
                      "warning: another device made "
                          + InputFile.printable(file)
                          + " otherwise; the first one's is taken"));
      Path spec = merge.shards().get(0).folder().resolve("spec.yaml");
      EvaluationSpec asked = SpecFile.read(spec);
      RunFolder made = merge.make(SpecFile.write(asked, output));
      RunReport report = RunReport.of(made, asked, figures.get()).write(made);
      merge.finish(made);
      err.println("steerage: merged into %s (%s)".formatted(output, what));
      report.print(format.get(), command.commandLine());
    }
  }
}
