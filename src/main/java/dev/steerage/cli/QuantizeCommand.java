package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.Quantization;
import dev.steerage.llama.Quantizer.Requantize;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage quantize}: a model's weights in other types, by llama.cpp's own quantizer. */
@Command(
    name = "quantize",
    description = "Writes a GGUF model with weights of other types, as <model>-<type>.gguf.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class QuantizeCommand implements Runnable {
  @Parameters(paramLabel = "FILE", description = "GGUF weights, best in F32, F16 or BF16.")
  private Path file;

  @Option(
      names = "--type",
      required = true,
      split = ",",
      paramLabel = "TYPE",
      description = "llama.cpp's names, such as f32, f16, q8_0, q6_k, q4_k_m, q2_k; repeatable.")
  private List<String> types;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The folder for the new files (default: that of FILE).")
  private @Nullable Path output;

  @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default: all cores).")
  private int threads;

  @Option(
      names = "--allow-requantize",
      description =
          "Accept a file whose weights are quantized already; errors of both types add up.")
  private boolean allowRequantize;

  @Option(names = "--force", description = "Write files again that are there already.")
  private boolean force;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    InputFile input = new InputFile(file);
    Quantization quantization =
        new Quantization(input, threads, allowRequantize ? Requantize.ALLOW : Requantize.REFUSE);
    for (Quantization.Task task : quantization.tasks(types, output)) {
      if (task.isDone() && !force) {
        command.commandLine().getErr().println("steerage: " + task.output() + " is there already");
      } else {
        QuantizeProgress.run(quantization, task, command.commandLine().getErr());
      }
      command.commandLine().getOut().println(task.describe());
    }
  }
}
