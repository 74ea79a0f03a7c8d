package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.ChatFormatName;
import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.InterventionSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.evaluation.NeutralSpec;
import dev.steerage.evaluation.Positions;
import dev.steerage.evaluation.Quantization;
import dev.steerage.evaluation.Quantization.Existing;
import dev.steerage.evaluation.RandomDirections;
import dev.steerage.evaluation.Scale;
import dev.steerage.evaluation.VectorUse;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.Quantizer.Requantize;
import dev.steerage.report.TableFormat;
import dev.steerage.report.figure.FigureStyle;
import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage demo}: the whole pipeline on the bundled model. */
@Command(
    name = "demo",
    description =
        "Evaluates the bundled model's four behaviors, each with its steering vector, in F16 and quantized"
            + " on the spot to Q8_0, Q4_K_M and Q2_K; before that it finds, for each vector in F16, the coefficient with the"
            + " largest effect within 0.05 nats a token of KL on neutral text.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class DemoCommand implements Runnable {
  private static final List<String> BEHAVIORS =
      List.of("corrigible", "hallucination", "myopia", "sycophancy");
  private static final List<String> TYPES = List.of("q8_0", "q4_k_m", "q2_k");
  private static final int NEUTRAL_CONTEXT = 64; // the model saw no text of more than 128 tokens
  private static final int NEUTRAL_CHUNKS = 10;
  private static final int LAYER = 2;
  private static final CostBudget BUDGET = CostBudget.of(0.05, null);
  private static final RandomDirections RANDOM = new RandomDirections(1, 0);
  private static final List<Double> BEGINNING = List.of(1.0);
  private static final List<Double> COEFFICIENTS = List.of(-2.0, -1.0, 1.0, 2.0);

  @Option(
      names = "--behavior",
      paramLabel = "NAME",
      split = ",",
      description =
          "Which of corrigible, hallucination, myopia and sycophancy (default: all; one takes a quarter of the time).")
  private List<String> behaviors = BEHAVIORS;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "The run folder (default: results/demo in Steerage's own folder, with the names of chosen behaviors behind it).")
  private @Nullable Path output;

  @Mixin private FormatOption format;

  @Mixin private EngineOptions engine;

  @Mixin private WorkersOption workers;

  @Mixin private LayerSplitOption layerSplit;

  @Option(
      names = "--force",
      description =
          "Begin anew where the run folder is there already; the old one is kept under another name.")
  private boolean force;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    Path reference = BundledFiles.model();
    List<String> chosen = chosen();
    Path folder = output == null ? folder(chosen) : output;
    EvaluationSpec spec = spec(BundledFiles.demo(), chosen, quantize(reference));
    RunFolder.Existing existing =
        force ? RunFolder.Existing.SET_ASIDE : RunFolder.Existing.RESUME_CELLS;
    Path tuned = folder.resolveSibling(folder.getFileName() + "-tune");
    // two tables in one stream can only be told apart by who reads them
    new EvaluationRun(tune(BundledFiles.demo(), chosen, reference), tuned, existing)
        .run(
            FigureStyle.BOTH,
            Optional.of(format.get()).filter(TableFormat.TABLE::equals),
            command.commandLine());
    new EvaluationRun(spec, folder, existing, null)
        .run(FigureStyle.BOTH, format.get(), command.commandLine());
    command
        .commandLine()
        .getErr()
        .println("steerage: everything is in %s and %s".formatted(folder, tuned));
  }

  /** In the order of all, so that one choice is one run. */
  private List<String> chosen() {
    for (String name : behaviors) {
      if (!BEHAVIORS.contains(name)) {
        throw new InputException(
            "--behavior '%s' is none of the demo's; it has %s"
                .formatted(InputFile.shown(name), String.join(", ", BEHAVIORS)));
      }
    }
    return BEHAVIORS.stream().filter(behaviors::contains).toList();
  }

  private static Path folder(List<String> chosen) {
    String suffix = chosen.equals(BEHAVIORS) ? "" : "-" + String.join("-", chosen);
    return BundledFiles.home().resolve("results").resolve("demo" + suffix);
  }

  /** The model and its quantized versions, which are made beside it where they are missing. */
  private List<Path> quantize(Path reference) {
    List<Path> models = new ArrayList<>(List.of(reference));
    Quantization quantization =
        new Quantization(
            new InputFile(reference), 0, Requantize.REFUSE, Existing.REPAIR, Optional.empty());
    for (Quantization.Task task : quantization.tasks(TYPES, null)) {
      if (!task.isDone()) {
        QuantizeProgress.run(quantization, task, command.commandLine().getErr());
      }
      models.add(task.output());
    }
    return models;
  }

  /** The search for the best coefficients of one model. */
  private EvaluationSpec tune(Path data, List<String> chosen, Path model) {
    ComparisonSpec standard = ComparisonSpec.standard();
    VectorUse use = new VectorUse(Positions.ALL, Scale.RAW, RANDOM);
    return new EvaluationSpec(
            List.of(model),
            behaviors(data, chosen),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            vectors(data, chosen, BEGINNING, use),
            Aggregation.MEAN,
            new NeutralSpec(data.resolve("neutral.txt"), NEUTRAL_CONTEXT, null),
            new ComparisonSpec(false, standard.reference(), standard.rows(), standard.margin()),
            layerSplit.applied(engine.spec(workers.get())))
        .tunedTo(BUDGET);
  }

  private static List<Path> behaviors(Path data, List<String> chosen) {
    return chosen.stream().map(b -> data.resolve("behaviors").resolve(b + ".jsonl")).toList();
  }

  private static List<InterventionSpec> vectors(
      Path data, List<String> chosen, List<Double> coefficients, VectorUse use) {
    return chosen.stream()
        .<InterventionSpec>map(
            b ->
                new VectorSpec(
                    data.resolve("vectors").resolve(b + ".gguf"),
                    List.of(LAYER),
                    coefficients,
                    use,
                    new Scope(List.of(), List.of(b))))
        .toList();
  }

  private EvaluationSpec spec(Path data, List<String> chosen, List<Path> models) {
    return new EvaluationSpec(
        models,
        behaviors(data, chosen),
        HalfOrder.POSITIVE_FIRST,
        ChatFormatName.LLAMA2,
        vectors(data, chosen, COEFFICIENTS, VectorUse.PLAIN),
        Aggregation.MEAN,
        new NeutralSpec(data.resolve("neutral.txt"), NEUTRAL_CONTEXT, NEUTRAL_CHUNKS),
        ComparisonSpec.standard(),
        layerSplit.applied(engine.spec(workers.get())));
  }
}
