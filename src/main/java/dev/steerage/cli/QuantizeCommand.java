package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.Quantization;
import dev.steerage.evaluation.Quantization.Existing;
import dev.steerage.evaluation.QuantizedFile;
import dev.steerage.llama.Quantizer.Requantize;
import dev.steerage.report.TextStyle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage quantize}: a model's weights in other types, by llama.cpp's own quantizer. */
@Command(
    name = "quantize",
    description =
        "Writes a GGUF model with weights of other types, as <model>-<type>.gguf, and prints their sizes, bits per"
            + " weight and the tensors that had to get another type.",
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

  @Option(
      names = "--imatrix",
      paramLabel = "FILE",
      description =
          "An importance matrix of the model by llama.cpp's llama-imatrix, in GGUF or the older .dat; iq1, iq2"
              + " and some other types need one.")
  private @Nullable Path imatrix;

  @Option(
      names = "--force",
      description =
          "Write files again that are there already. Without it those that are whole and of this model, type and"
              + " importance matrix are left, and others are refused.")
  private boolean force;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    InputFile input = new InputFile(file);
    Quantization quantization =
        new Quantization(
            input,
            threads,
            allowRequantize ? Requantize.ALLOW : Requantize.REFUSE,
            force ? Existing.REPLACE : Existing.KEEP,
            Optional.ofNullable(imatrix));
    PrintWriter err = command.commandLine().getErr();
    List<QuantizedFile> files = new ArrayList<>();
    for (Quantization.Task task : quantization.tasks(types, output)) {
      if (task.isDone()) {
        err.println("steerage: " + task.output() + " is there already");
      } else {
        QuantizeProgress.run(quantization, task, err);
      }
      files.add(task.result());
    }
    TextStyle style = Terminal.style(command.commandLine());
    command
        .commandLine()
        .getOut()
        .print(QuantizationTable.render(input.name(), files, format.get(), style));
    command.commandLine().getOut().flush();
  }
}
