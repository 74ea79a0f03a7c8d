package dev.steerage.cli;

import dev.steerage.evaluation.Bench;
import dev.steerage.evaluation.BenchResult;
import dev.steerage.evaluation.BenchSpec;
import dev.steerage.evaluation.TemporaryFolder;
import dev.steerage.runlog.OutputFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage bench}: how fast this build is on this machine. */
@Command(
    name = "bench",
    header = "Tokens a second of this build on this machine, by stage, against llama.cpp alone.",
    description = {
      "",
      "Computes a baseline's cell and a steered one, which is compared with it token by token, as an"
          + " evaluation does, and says how fast, where the time goes, and what share that is of the"
          + " speed at which llama.cpp alone decodes the same batches with the same settings and output"
          + " rows in the same process. All three are repeated in turn.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class BenchCommand implements Runnable {
  @Option(
      names = "--model",
      split = ",",
      paramLabel = "FILE",
      description = "GGUF weights; repeatable (default: the bundled model).")
  private List<Path> models = new ArrayList<>();

  @Mixin private ShapeOptions shape;

  @Option(
      names = "--behavior",
      paramLabel = "FILE",
      description =
          "Whose texts are decoded, a file or the name of a shipped one (default: the demo's corrigible).")
  private @Nullable Path behavior;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is timed (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Where random models are kept, and run folders written for the moment (default: a temporary folder).")
  private @Nullable Path output;

  @Mixin private FormatOption format;

  @Mixin private EngineOptions engine;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    Path texts =
        behavior == null
            ? BundledFiles.demo().resolve("behaviors").resolve("corrigible.jsonl")
            : behavior;
    BenchSpec spec = new BenchSpec(texts, repetitions, engine.spec());
    boolean isRandom = shape.isAsked(models);
    if (output != null) {
      OutputFolder.make(output);
    }
    PrintWriter err = command.commandLine().getErr();
    List<BenchResult> results = new ArrayList<>();
    try (TemporaryFolder folder =
            output == null ? TemporaryFolder.make() : TemporaryFolder.in(output);
        ProgressDisplay progress = new ProgressDisplay(err)) {
      Bench bench = new Bench(spec, folder.path(), progress);
      for (Path model : files(isRandom, output == null ? folder.path() : output, err)) {
        boolean isFirst = results.isEmpty() && !isRandom;
        results.add(bench.run(model, isFirst ? processStart() : Optional.empty()));
      }
    }
    command
        .commandLine()
        .getOut()
        .print(
            BenchTable.render(spec, results, format.get(), Terminal.style(command.commandLine())));
    command.commandLine().getOut().flush();
  }

  private List<Path> files(boolean isRandom, Path folder, PrintWriter err) {
    if (isRandom) {
      return shape.write(folder, err);
    }
    return models.isEmpty() ? List.of(BundledFiles.model()) : models;
  }

  private static Optional<Instant> processStart() {
    return ProcessHandle.current().info().startInstant();
  }
}
