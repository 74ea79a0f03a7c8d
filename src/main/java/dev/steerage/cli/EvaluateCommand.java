package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.ChatFormatName;
import dev.steerage.evaluation.Evaluation;
import dev.steerage.evaluation.EvaluationPlan;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.ShardPlans;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.report.TextStyle;
import dev.steerage.report.figure.FigureStyle;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shard;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage evaluate}: models × behaviors × interventions, to a run folder and a table. */
@Command(
    name = "evaluate",
    description =
        "Measures by how much interventions (steering vectors, LoRA adapters, fine-tuned models, system prompts)"
            + " move the likelihoods of a behavior's positive and negative continuations, against the model as it is.",
    footer = {
      "",
      "Every model runs on every behavior as it is and under every intervention, each at every layer and coefficient.",
      "Models with the same blocks and tokenizer, such as quantized weights, are compared with the largest of them: the"
          + " last table says whether each intervention's effect is preserved, changed or undecided.",
      "A plan comes first: cells, tokens, size of the token files, and about how long it takes. The time is"
          + " measured by loading each model and decoding three batches of the run's texts with it, and left out for a"
          + " model with fewer than 20 batches to decode (10,240 tokens in batches of 512).",
      "A run that ended early goes on where it was when the same command is given again. Ctrl-C finishes the batch in"
          + " hand and says so; a second one ends it at once, and loses no complete cell either.",
      "",
      "Example:",
      "  steerage evaluate --model llama-2-7b-chat.gguf --behavior corrigible.jsonl \\",
      "    --vector corrigible.pt --layer 13 --coefficient -2,-1,1,2"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class EvaluateCommand implements Runnable {
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
          "Contrast pairs: the paper's JSON, or prompt, positive, negative as JSON or JSON lines, or the name of a"
              + " shipped behavior (steerage inspect lists them); repeatable.")
  private List<Path> behaviors = List.of();

  @Mixin private InterventionOptions interventions;

  @Mixin private OwnVectorOptions own;

  @Mixin private RandomOptions random;

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description =
          "A YAML file that says all of the above and below instead, such as a run folder's spec.yaml.")
  private @Nullable Path specFile;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The run folder (default: results/ and the name of the behavior or spec).")
  private @Nullable Path output;

  @Option(
      names = "--negative-first",
      description =
          "The first half of a behavior file holds the negative continuations; so it is for --extract's files.")
  private boolean negativeFirst;

  @Option(
      names = "--chat-format",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "How prompt and continuation become a text: ${COMPLETION-CANDIDATES}; auto is the model's own"
              + " template (default: ${DEFAULT-VALUE}).")
  private ChatFormatName chatFormat;

  @Option(
      names = "--aggregation",
      paramLabel = "NAME",
      defaultValue = "mean",
      description =
          "One number of a continuation's tokens: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Aggregation aggregation;

  @Mixin private NeutralOptions neutral;

  @Mixin private CapabilityOptions capability;

  @Mixin private ComparisonOptions comparison;

  @Mixin private EngineOptions engine;

  @Mixin private WorkersOption workers;

  @Mixin private LayerSplitOption layerSplit;

  @Mixin private RpcOption rpc;

  @Option(
      names = "--force",
      description =
          "Begin anew where the run folder is there already; the old one is kept under another name.")
  private boolean force;

  @Option(
      names = "--dry-run",
      description =
          "Check everything, print what is to be done and about how long it takes, and leave the run folder as it is.")
  private boolean dryRun;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "Compute the I-th of N parts of the cells, balanced by their cost and the same on every machine, into a run"
              + " folder of its own (default: the run's name and -shard-I-of-N); steerage merge makes one run of all.")
  private @Nullable String shard;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "With --dry-run: what each of N shards has to do, its memory, disk and time, and when the last ends.")
  private @Nullable Integer shards;

  @Mixin private FigureOptions figures;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    EvaluationSpec spec =
        rpc.applied(specFile != null ? AskedSpec.read(specFile, command) : toSpec());
    FigureStyle drawn = figures.get();
    RunFolder.Existing existing = force ? RunFolder.Existing.SET_ASIDE : RunFolder.Existing.RESUME;
    if (shards != null && (!dryRun || shard != null)) {
      throw new InputException(
          "--shards is a plan of all shards and goes with --dry-run alone; give --shard I/N for one of them, or steerage slurm for all");
    }
    Shard part = shard == null ? null : Shard.parse(shard);
    Path folder = part == null || output != null ? folder(spec) : part.folder(folder(spec));
    if (!dryRun) {
      new EvaluationRun(spec, folder, existing, part)
          .run(drawn, format.get(), command.commandLine());
      return;
    }
    try (ProgressDisplay progress = new ProgressDisplay(command.commandLine().getErr())) {
      if (shards != null) {
        ShardPlans plans = Evaluation.plans(spec, shards, folder, progress);
        command
            .commandLine()
            .getOut()
            .print(
                ShardPlanTable.render(
                    plans, folder, format.get(), Terminal.style(command.commandLine())));
        return;
      }
      EvaluationPlan plan = Evaluation.plan(spec, part, folder, existing, progress);
      TextStyle style = Terminal.style(command.commandLine());
      command.commandLine().getOut().print(PlanTable.render(plan, folder, format.get(), style));
    }
  }

  private EvaluationSpec toSpec() {
    HalfOrder order = negativeFirst ? HalfOrder.NEGATIVE_FIRST : HalfOrder.POSITIVE_FIRST;
    return new EvaluationSpec(
            models,
            behaviors,
            order,
            chatFormat,
            interventions.specs(random.get(), own, order),
            aggregation,
            neutral.get(),
            comparison.spec(),
            layerSplit.applied(engine.spec(workers.get())))
        .with(capability.get());
  }

  private Path folder(EvaluationSpec spec) {
    return AskedSpec.folder(spec, output, specFile);
  }
}
