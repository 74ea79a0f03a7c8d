package dev.steerage.cli;

import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.evaluation.CapabilitySpec;
import dev.steerage.likelihood.ChoiceNormalization;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Multiple-choice questions by which it is measured what a model can do. */
final class CapabilityOptions {
  @Option(
      names = "--capability",
      split = ",",
      paramLabel = "FILE|general-knowledge",
      description =
          "Multiple-choice questions in the layout of MMLU, ARC or TruthfulQA, JSON, JSON lines or CSV, or general-knowledge"
              + " for the shipped ones: the share that is answered rightly, as the model is and under every intervention;"
              + " repeatable.")
  private List<Path> sets = List.of();

  @Option(
      names = "--choice-answer",
      paramLabel = "WHAT",
      description =
          "What stands for a choice: ${COMPLETION-CANDIDATES}; with letter, the choices stand in the prompt (default:"
              + " text).")
  private @Nullable ChoiceAnswer answer;

  @Option(
      names = "--choice-normalization",
      paramLabel = "BY",
      description =
          "What the log-likelihood of a choice's text is divided by: ${COMPLETION-CANDIDATES} (default: bytes); metrics.csv"
              + " has all of them.")
  private @Nullable ChoiceNormalization normalization;

  /**
   * What was asked.
   *
   * @throws dev.steerage.InputException if the others are given without questions
   */
  CapabilitySpec get() {
    return CapabilitySpec.of(sets, answer, normalization);
  }
}
