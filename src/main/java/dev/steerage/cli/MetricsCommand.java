package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.MetricWarnings;
import dev.steerage.metric.Metrics;
import dev.steerage.metric.Normalization;
import dev.steerage.report.MetricsReport;
import dev.steerage.runlog.ScoreRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage metrics}: metrics of log-likelihoods that are already there. */
@Command(
    name = "metrics",
    header = "Metrics of two files of log-likelihoods.",
    description = {
      "",
      "Compares log-likelihoods that are already there, as published for arXiv 2410.17245: one"
          + " number a text, in nats per token, first the positive, then the negative continuations"
          + " in the same order.",
      ""
    },
    footer = {
      "",
      "A file is a JSON list of numbers (.json), CSV with one column or one named likelihood or"
          + " log_likelihood (.csv), or a PyTorch tensor of one dimension (.pt)."
    },
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class MetricsCommand implements Runnable {
  private static final Set<String> NORMALIZED =
      Set.of(
          MetricName.QUARTILE_POSITIVE.word(),
          MetricName.QUARTILE_NEGATIVE.word(),
          MetricName.Z.word());

  @Option(
      names = "--baseline",
      required = true,
      paramLabel = "FILE",
      description = "Log-likelihoods without intervention.")
  private Path baseline;

  @Option(
      names = "--steered",
      required = true,
      paramLabel = "FILE",
      description = "Log-likelihoods of the same texts with it.")
  private Path steered;

  @Option(
      names = "--normalization",
      paramLabel = "NAME",
      description =
          "Only this one of the quartile metric: ${COMPLETION-CANDIDATES}; all if not given.")
  private @Nullable Normalization normalization;

  @Option(
      names = "--negative-first",
      description = "The first half of each file holds the negative continuations.")
  private boolean negativeFirst;

  @Mixin private FormatOption format;

  @Option(
      names = "--behavior",
      paramLabel = "NAME",
      description = "Name of the behavior; by default the first word of the baseline's file name.")
  private @Nullable String behavior;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Name of the model, for the tables.")
  private String model;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Pole first = negativeFirst ? Pole.NEGATIVE : Pole.POSITIVE;
    List<ScoreRow> rows =
        new LikelihoodComparison(model, behaviorName(), first).rows(baseline, steered);
    List<String> warnings = MetricWarnings.of(rows, Aggregation.MEAN);
    List<Normalization> shown =
        normalization == null ? List.of(Normalization.values()) : List.of(normalization);
    List<MetricResult> results =
        Metrics.of(rows, Aggregation.MEAN).stream().filter(r -> isShown(r, shown)).toList();
    MetricsReport report =
        MetricsReport.summary(results, shown.get(0), warnings)
            .withNote(
                "halves",
                "the first half of each file was taken for the " + first.word() + " continuations")
            .withQuartiles(shown);
    spec.commandLine()
        .getOut()
        .print(format.get().render(report.withWarnings(), Terminal.style(spec.commandLine())));
    warnings.forEach(
        w -> spec.commandLine().getErr().println("warning: " + InputFile.printable(w)));
  }

  private static boolean isShown(MetricResult result, List<Normalization> shown) {
    return !NORMALIZED.contains(result.metric())
        || shown.stream().anyMatch(n -> n.word().equals(result.normalization()));
  }

  private String behaviorName() {
    if (behavior != null) {
      return behavior;
    }
    String name = new InputFile(baseline).name();
    return name.split("[-_. ]", 2)[0];
  }
}
