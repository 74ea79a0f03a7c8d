package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Two opposed system prompts, under which a model writes both continuations of a pair. */
final class PoleOptions {
  @Option(
      names = "--positive-system",
      paramLabel = "TEXT",
      description =
          "With --negative-system: write a behavior file whose positives are the texts under this system prompt.")
  private @Nullable String positive;

  @Option(
      names = "--negative-system",
      paramLabel = "TEXT",
      description = "The system prompt for the negatives.")
  private @Nullable String negative;

  /** Whether pairs are asked for. */
  boolean areGiven() {
    return positive != null || negative != null;
  }

  /**
   * The positive and the negative system prompt.
   *
   * @throws InputException if one is missing
   */
  List<SystemPromptSpec> specs() {
    if (positive == null || negative == null) {
      throw new InputException(
          "--positive-system and --negative-system go together; add the other one");
    }
    return List.of(
        new SystemPromptSpec(Pole.POSITIVE.word(), positive, Scope.ALL),
        new SystemPromptSpec(Pole.NEGATIVE.word(), negative, Scope.ALL));
  }
}
