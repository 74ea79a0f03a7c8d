package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.evaluation.ChatFormatName;
import dev.steerage.evaluation.Generation;
import dev.steerage.evaluation.GenerationSpec;
import dev.steerage.evaluation.GenerationSpec.Baseline;
import dev.steerage.evaluation.GenerationTarget;
import dev.steerage.evaluation.GenerationTarget.Product;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.runlog.OutputFile.Existing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage generate}: continuations of prompts, under system prompts and interventions. */
@Command(
    name = "generate",
    description =
        "Continues prompts under system prompts and interventions, or, under two opposed system prompts, makes"
            + " a behavior file of the model's own words.",
    footer = {
      "",
      "Every prompt is continued under every intervention (or none) with every system prompt (or the prompt's own).",
      "",
      "Example:",
      "  steerage generate --model llama-2-7b-chat.gguf --prompts corrigible.json \\",
      "    --vector corrigible.pt --layer 13 --coefficient -2,2 --output texts.jsonl"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
final class GenerateCommand implements Runnable {
  @Option(names = "--model", required = true, paramLabel = "FILE", description = "GGUF weights.")
  private Path model;

  @Option(
      names = "--prompts",
      required = true,
      paramLabel = "FILE",
      description =
          "Objects with prompt (and id, system) as JSON or JSON lines, the paper's JSON, or any behavior.")
  private Path prompts;

  @Mixin private InterventionOptions interventions;

  @Option(
      names = "--include-baseline",
      description = "Generate without an intervention too, where one is named.")
  private boolean includeBaseline;

  @Mixin private PoleOptions poles;

  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--chat-format",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "How a prompt becomes a text: ${COMPLETION-CANDIDATES}; auto is the model's own template"
              + " (default: ${DEFAULT-VALUE}).")
  private ChatFormatName chatFormat;

  @Mixin private EngineOptions engine;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "FILE.jsonl, one object a text, or FILE.json in the paper's layout, one file a condition.")
  private Path output;

  @Option(names = "--force", description = "Replace files that are there already.")
  private boolean force;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    PrintWriter err = command.commandLine().getErr();
    GenerationTarget target =
        new GenerationTarget(
            output,
            poles.areGiven() ? Product.PAIRS : Product.TEXTS,
            force ? Existing.REPLACE : Existing.REFUSE);
    try (GenerationProgress progress = new GenerationProgress(err)) {
      Generation.Result result = Generation.run(spec(), target, progress);
      command.commandLine().getOut().print(GenerationText.of(result.texts()));
      command.commandLine().getOut().flush();
      err.println("steerage: " + GenerationText.speed(result.texts()));
      result.files().forEach(file -> err.println("steerage: written to " + file));
    }
  }

  private GenerationSpec spec() {
    return new GenerationSpec(
        model,
        prompts,
        systemPrompts(),
        interventions.weightSpecs(null),
        includeBaseline ? Baseline.INCLUDED : Baseline.LEFT_OUT,
        chatFormat,
        sampling.get(),
        engine.fixed());
  }

  private List<SystemPromptSpec> systemPrompts() {
    List<String> texts = interventions.systemPrompts();
    if (!poles.areGiven()) {
      return texts.stream().map(text -> new SystemPromptSpec(text, Scope.ALL)).toList();
    }
    if (!texts.isEmpty()) {
      throw new InputException(
          "--system-prompt does not go with --positive-system and --negative-system; leave it out");
    }
    return poles.specs();
  }
}
