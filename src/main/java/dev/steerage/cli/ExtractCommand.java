package dev.steerage.cli;

import dev.steerage.evaluation.ChatFormatName;
import dev.steerage.evaluation.Extraction;
import dev.steerage.evaluation.ExtractionResult;
import dev.steerage.evaluation.ExtractionSpec;
import dev.steerage.evaluation.VectorTarget;
import dev.steerage.runlog.OutputFile.Existing;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage extract}: steering vectors of a model, from pairs of texts. */
@Command(
    name = "extract",
    description =
        "Extracts a steering vector for each layer of a model, quantized or not, from pairs of texts, in one pass.",
    footer = {
      "",
      "Example:",
      "  steerage extract --model llama-2-7b-chat.gguf --pairs refusal-choices --output refusal.gguf"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
final class ExtractCommand implements Runnable {
  @Option(names = "--model", required = true, paramLabel = "FILE", description = "GGUF weights.")
  private Path model;

  @Mixin private ExtractionOptions extraction;

  @Option(
      names = "--chat-format",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "How prompt and continuation become a text: ${COMPLETION-CANDIDATES}; auto is the model's own"
              + " template (default: ${DEFAULT-VALUE}).")
  private ChatFormatName chatFormat;

  @Mixin private EngineOptions engine;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "The vectors, direction.<layer> for each layer: a .gguf control vector, .safetensors or .npy.")
  private Path output;

  @Option(names = "--force", description = "Replace a file that is there already.")
  private boolean force;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    ExtractionSpec spec =
        new ExtractionSpec(
            model,
            extraction.source(),
            extraction.position(),
            extraction.method(),
            extraction.length(),
            extraction.layers(),
            extraction.heldOut(),
            chatFormat,
            engine.fixed());
    VectorTarget target = new VectorTarget(output, force ? Existing.REPLACE : Existing.REFUSE);
    try (ProgressDisplay progress = new ProgressDisplay(command.commandLine().getErr())) {
      ExtractionResult result = Extraction.run(spec, target, progress);
      String text =
          format
              .get()
              .render(
                  ExtractionText.of(spec, target, result), Terminal.style(command.commandLine()));
      command.commandLine().getOut().print(text);
      command.commandLine().getErr().println("steerage: written to " + output);
    }
  }
}
