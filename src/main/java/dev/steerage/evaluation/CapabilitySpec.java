package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.likelihood.ChoiceNormalization;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiple-choice questions by which it is measured what a model can do.
 *
 * @param sets files, or bare names of shipped ones; empty for none
 * @param answer what stands for a choice
 * @param normalization by which tables compare choices; files and metrics have all of them
 */
public record CapabilitySpec(
    List<Path> sets, ChoiceAnswer answer, ChoiceNormalization normalization) {
  /** No questions. */
  public static final CapabilitySpec NONE =
      new CapabilitySpec(List.of(), ChoiceAnswer.TEXT, ChoiceNormalization.BYTES);

  public CapabilitySpec {
    sets = List.copyOf(sets);
    if (answer == ChoiceAnswer.LETTER && normalization != ChoiceNormalization.NONE) {
      throw new InputException(
          "choice-normalization %s is for the texts of choices, and their letters are asked for; leave it out, or give choice-answer text"
              .formatted(normalization));
    }
  }

  /**
   * What options or keys ask for.
   *
   * @param sets null or empty for no questions
   * @throws InputException if the others are given without them
   */
  public static CapabilitySpec of(
      @Nullable List<Path> sets,
      @Nullable ChoiceAnswer answer,
      @Nullable ChoiceNormalization normalization) {
    if (sets == null || sets.isEmpty()) {
      if (answer != null || normalization != null) {
        throw new InputException(
            (answer != null ? "choice-answer" : "choice-normalization")
                + " is about sets of questions, and there are none; add a capability, or leave it out");
      }
      return NONE;
    }
    ChoiceAnswer with = answer == null ? NONE.answer : answer;
    ChoiceNormalization standard =
        with == ChoiceAnswer.LETTER ? ChoiceNormalization.NONE : NONE.normalization;
    return new CapabilitySpec(sets, with, normalization == null ? standard : normalization);
  }
}
