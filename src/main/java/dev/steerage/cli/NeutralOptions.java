package dev.steerage.cli;

import dev.steerage.evaluation.NeutralSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Plain text on which side effects are measured. */
final class NeutralOptions {
  @Option(
      names = "--neutral",
      paramLabel = "FILE|general",
      description =
          "Plain text that has nothing to do with the behaviors, or general for the shipped one: its perplexity under"
              + " every intervention but system prompts, and the divergence from the baseline, show what a vector breaks.")
  private @Nullable Path file;

  @Option(
      names = "--neutral-context",
      paramLabel = "N",
      description =
          "Tokens in a chunk of it, of which the second half is scored (default: "
              + NeutralSpec.DEFAULT_CONTEXT
              + ").")
  private @Nullable Integer context;

  @Option(
      names = "--neutral-chunks",
      paramLabel = "N",
      description = "Only its first N chunks (default: all).")
  private @Nullable Integer chunks;

  /**
   * What was asked; null for no neutral text.
   *
   * @throws dev.steerage.InputException for numbers out of range, or without a text
   */
  @Nullable NeutralSpec get() {
    return NeutralSpec.of(file, context, chunks);
  }
}
