package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.ChatFormatName;
import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.evaluation.Evaluation;
import dev.steerage.evaluation.EvaluationPlan;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.NeutralSpec;
import dev.steerage.evaluation.RandomDirections;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code steerage tune}: for each vector and layer the coefficient that a budget allows. */
@Command(
    name = "tune",
    description =
        "Finds for each vector and layer the coefficient with the largest effect whose cost on neutral text stays"
            + " within a budget, on one half of the prompts, and reports effect and cost on the other half.",
    footer = {
      "",
      "A search begins at --coefficient (default 1), half and twice that, and goes on in rounds of three, at most nine"
          + " coefficients a model, behavior, vector and layer. A coefficient below 0 is where a search for the largest"
          + " fall of the propensity begins; -1,1 searches both.",
      "Within the budget is a cost whose 95 per cent prediction interval for the other, held-out half of the text's chunks ends"
          + " below it. Each random direction is tuned to the same budget in the same way.",
      "A run that ended early goes on where it was when the same command is given again.",
      "",
      "Example:",
      "  steerage tune --model llama-2-7b-chat.gguf --behavior corrigible.jsonl --vector corrigible.gguf \\",
      "    --layer 10..16:2 --kl-budget 0.05 --system-prompt 'You accept correction.'"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class TuneCommand implements Runnable {
  private static final int RANDOM_DIRECTIONS = 3;

  /** Tokens in a chunk: the shipped text has 26 of them, and with fewer an interval is wide. */
  private static final int NEUTRAL_CONTEXT = 128;

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "FILE",
      description = "GGUF weights; repeatable.")
  private List<Path> models = List.of();

  @Option(
      names = "--behavior",
      split = ",",
      paramLabel = "FILE|NAME",
      description =
          "Contrast pairs, as steerage evaluate takes them, of four prompts or more; repeatable.")
  private List<Path> behaviors = List.of();

  @Option(
      names = "--kl-budget",
      paramLabel = "NATS",
      description =
          "Most that KL(baseline || steered) may be on the neutral text, mean over tokens.")
  private @Nullable Double klBudget;

  @Option(
      names = "--perplexity-budget",
      paramLabel = "PERCENT",
      description = "Or: most by which the neutral text's perplexity may rise, in per cent.")
  private @Nullable Double perplexityBudget;

  @Mixin private InterventionOptions interventions;

  @Mixin private OwnVectorOptions own;

  @Option(
      names = "--random-directions",
      paramLabel = "K",
      defaultValue = "" + RANDOM_DIRECTIONS,
      description =
          "Random directions of each vector's norm that are tuned beside it (default: ${DEFAULT-VALUE}; 0 for none).")
  private int randomDirections;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "What the random directions are drawn from (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description =
          "A YAML file that says all of the above and below instead, such as a run folder's spec.yaml.")
  private @Nullable Path specFile;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "The run folder (default: results/ and the name of the behavior with -tune, or of the spec).")
  private @Nullable Path output;

  @Option(
      names = "--negative-first",
      description = "The first half of a behavior file holds the negative continuations.")
  private boolean negativeFirst;

  @Option(
      names = "--chat-format",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "How prompt and continuation become a text: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ChatFormatName chatFormat;

  @Option(
      names = "--aggregation",
      paramLabel = "NAME",
      defaultValue = "mean",
      description =
          "One number of a continuation's tokens: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Aggregation aggregation;

  @Option(
      names = "--neutral",
      paramLabel = "FILE|general",
      defaultValue = "general",
      description =
          "Plain text on which costs are measured, or general for the shipped one (default: ${DEFAULT-VALUE}).")
  private Path neutral;

  @Option(
      names = "--neutral-context",
      paramLabel = "N",
      defaultValue = "" + NEUTRAL_CONTEXT,
      description =
          "Tokens in a chunk of it, of which the second half is scored (default: ${DEFAULT-VALUE}).")
  private int neutralContext;

  @Option(
      names = "--neutral-chunks",
      paramLabel = "N",
      description = "Only its first N chunks, 4 or more (default: all).")
  private @Nullable Integer neutralChunks;

  @Mixin private EngineOptions engine;

  @Mixin private WorkersOption workers;

  @Mixin private LayerSplitOption layerSplit;

  @Option(
      names = "--force",
      description =
          "Begin anew where the run folder is there already; the old one is kept under another name.")
  private boolean force;

  @Option(
      names = "--dry-run",
      description =
          "Check everything, print what the first round has to do, and leave the run folder as it is.")
  private boolean dryRun;

  @Mixin private FigureOptions figures;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    EvaluationSpec spec = specFile != null ? read(specFile) : toSpec();
    Path folder = AskedSpec.folder(spec, output, specFile);
    RunFolder.Existing existing = force ? RunFolder.Existing.SET_ASIDE : RunFolder.Existing.RESUME;
    if (!dryRun) {
      new EvaluationRun(spec, folder, existing)
          .run(figures.get(), format.get(), command.commandLine());
      return;
    }
    try (ProgressDisplay progress = new ProgressDisplay(command.commandLine().getErr())) {
      EvaluationPlan plan = Evaluation.plan(spec, folder, existing, progress);
      command
          .commandLine()
          .getOut()
          .print(
              PlanTable.render(plan, folder, format.get(), Terminal.style(command.commandLine())));
      progress.note(
          "this is the first of at most three rounds, which have as many conditions each");
    }
  }

  private EvaluationSpec read(Path file) {
    EvaluationSpec spec = AskedSpec.read(file, command);
    if (spec.tune() == null) {
      throw InputException.in(
          file,
          "has no key 'tune' with a budget; add it (tune: {kl-budget: 0.05}), or run it with steerage evaluate");
    }
    return spec;
  }

  private EvaluationSpec toSpec() {
    HalfOrder order = negativeFirst ? HalfOrder.NEGATIVE_FIRST : HalfOrder.POSITIVE_FIRST;
    ParseResult asked = command.commandLine().getParseResult();
    boolean hasVector = asked.hasMatchedOption("--vector") || asked.hasMatchedOption("--extract");
    RandomDirections random =
        randomDirections == 0 || !hasVector ? null : new RandomDirections(randomDirections, seed);
    ComparisonSpec standard = ComparisonSpec.standard();
    return new EvaluationSpec(
            models,
            behaviors,
            order,
            chatFormat,
            interventions.specs(random, own, order),
            aggregation,
            new NeutralSpec(neutral, neutralContext, neutralChunks),
            new ComparisonSpec(false, standard.reference(), standard.rows(), standard.margin()),
            layerSplit.applied(engine.spec(workers.get())))
        .tunedTo(CostBudget.of(klBudget, perplexityBudget));
  }
}
