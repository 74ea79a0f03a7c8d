package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.PromptClusters;
import dev.steerage.evaluation.InterventionSpec.SteeringSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tune needs beside an evaluation. */
final class TuneCheck {
  /** Two in each half, which have an interval then. */
  private static final int LEAST = 4;

  private TuneCheck() {}

  /**
   * Checks the parts of a spec.
   *
   * @throws InputException for the first that is missing or has no meaning
   */
  static void check(List<InterventionSpec> interventions, @Nullable NeutralSpec neutral) {
    if (neutral == null) {
      throw new InputException(
          "a tune measures costs on a neutral text, and there is none; add neutral (general is the shipped one)");
    }
    boolean hasVector = false;
    for (InterventionSpec intervention : interventions) {
      if (intervention instanceof SteeringSpec vector) {
        hasVector = true;
        check(vector);
      }
    }
    if (!hasVector) {
      throw new InputException(
          "a tune searches coefficients of vectors, and none is named; add one (--vector FILE or --extract FILE, or interventions in a spec)");
    }
  }

  private static void check(SteeringSpec vector) {
    List<Double> starts = vector.coefficients();
    boolean hasZero = starts.stream().anyMatch(c -> c == 0);
    long positive = starts.stream().filter(c -> c > 0).count();
    if (hasZero || positive > 1 || starts.size() - positive > 1) {
      throw new InputException(
          "%s: a tune begins at one coefficient above 0, or one below, or both, not at %s; leave them out to begin at 1"
              .formatted(vector.name(), starts));
    }
  }

  /**
   * Checks that both halves of what is read can have an interval.
   *
   * @throws InputException if a behavior has too few prompts or the neutral text too few chunks
   */
  static void check(Inputs inputs, List<Preflight> models) {
    inputs
        .behaviors()
        .forEach(
            behavior -> {
              long prompts =
                  PromptClusters.of(behavior).of(0, behavior.pairs().size()).values().stream()
                      .distinct()
                      .count();
              if (prompts < LEAST) {
                throw InputException.in(
                    behavior.file(),
                    "has %d prompts, and a tune needs %d: it searches on one half of them and reports on the other"
                        .formatted(prompts, LEAST));
              }
            });
    for (Preflight model : models) {
      NeutralChunks chunks = model.neutral();
      if (chunks != null && chunks.count() < LEAST) {
        throw InputException.in(
            model.input().file(),
            "the neutral text has %d chunks of %d tokens, and a tune needs %d: it searches on one half of them and reports on the other; give a smaller --neutral-context, or a longer text"
                .formatted(chunks.count(), chunks.context(), LEAST));
      }
    }
  }
}
