package dev.steerage.cli;

import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.evaluation.ReferenceRows;
import dev.steerage.runlog.Margin;
import picocli.CommandLine.Option;

/** What conditions and models are compared with. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class ComparisonOptions {
  @Option(
      names = "--reference",
      paramLabel = "NAME",
      defaultValue = ComparisonSpec.AUTO,
      description =
          "The model, by its file's name without .gguf, that the others are compared with; auto is the one with the"
              + " most bytes of those with the same blocks and tokenizer, none compares no models (default:"
              + " ${DEFAULT-VALUE}).")
  private String reference;

  @Option(
      names = "--margin",
      paramLabel = "X%|X",
      defaultValue = "10%",
      description =
          "How far a model's effect may be from the reference's and still count as preserved: a share of that effect, or"
              + " a number in its unit (default: ${DEFAULT-VALUE}).")
  private String margin;

  @Option(
      names = "--reference-rows",
      paramLabel = "WHERE",
      defaultValue = "auto",
      description =
          "Where the reference's logits come from: loaded decodes it beside each other model, disk keeps them in the run"
              + " folder until they are used; auto is loaded where both fit into memory (default: ${DEFAULT-VALUE}).")
  private ReferenceRows rows;

  @Option(
      names = "--no-divergence",
      description =
          "Leave out the KL divergences, whose logits (4 bytes x vocabulary a continuation token) are kept in the run folder"
              + " while a behavior is computed.")
  private boolean withoutDivergence;

  ComparisonSpec spec() {
    return new ComparisonSpec(!withoutDivergence, reference, rows, Margin.parse(margin));
  }
}
