package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.BehaviorWriter;
import dev.steerage.dataset.ContrastPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Contrast pairs of what a model wrote under two system prompts. */
final class GeneratedPairs {
  private static final int MOST_NAMED = 5;
  private static final String USELESS = "a text is empty or both are equal";

  private final List<ContrastPair> kept = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private GeneratedPairs() {}

  /** Pairs the texts of two conditions, prompt by prompt; system prompts are left out. */
  static GeneratedPairs of(
      GeneratedTexts positives, GeneratedTexts negatives, GenerationTarget target) {
    GeneratedPairs pairs = new GeneratedPairs();
    for (int i = 0; i < positives.texts().size(); i++) {
      GeneratedText positive = positives.texts().get(i);
      String negative = negatives.texts().get(i).continuation();
      ContrastPair pair =
          new ContrastPair(
              positive.prompt().id(),
              null,
              positive.prompt().text(),
              positive.continuation(),
              negative);
      boolean isUseful =
          !pair.positive().isBlank()
              && !negative.isBlank()
              && !pair.positive().equals(negative)
              && (target.isLines() || BehaviorWriter.fitsPaper(pair));
      if (isUseful) {
        pairs.kept.add(pair);
      } else {
        pairs.leftOut.add(pair.id());
      }
    }
    return pairs;
  }

  /**
   * The pairs, at least one.
   *
   * @throws InputException if there is none
   */
  List<ContrastPair> kept(Path file) {
    if (kept.isEmpty()) {
      throw InputException.in(
          file,
          "not written, for there is no pair: in each, %s; give other system prompts, more tokens, or a temperature above 0"
              .formatted(USELESS));
    }
    return List.copyOf(kept);
  }

  /** A sentence about the pairs that are left out; empty where there is none. */
  Optional<String> warning(Path file) {
    if (leftOut.isEmpty()) {
      return Optional.empty();
    }
    String ids =
        leftOut.stream().limit(MOST_NAMED).map(InputFile::shown).collect(Collectors.joining(", "));
    return Optional.of(
        "%s: %d of %d pairs are left out, because %s (or hold [/INST], in .json): %s%s"
            .formatted(
                file,
                leftOut.size(),
                leftOut.size() + kept.size(),
                USELESS,
                ids,
                leftOut.size() > MOST_NAMED ? ", …" : ""));
  }
}
