package dev.steerage.evaluation;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be judged, and by which model.
 *
 * @param judge a GGUF file
 * @param generations files of generated texts, at least one
 * @param behavior what the concept is called in tables and files
 * @param concept what texts that show it do, in words
 * @param chatFormat how a rubric becomes a text for the judge
 * @param baseline name of the condition that others are compared with
 * @param run folder of an evaluation under the same conditions, whose changes of log-likelihood are
 *     held against the ratings; null for none
 * @param engine how it is computed; the batch size has no part in it ({@link RatingDecoder})
 */
public record JudgeSpec(
    Path judge,
    List<Path> generations,
    String behavior,
    String concept,
    ChatFormatName chatFormat,
    String baseline,
    @Nullable Path run,
    EngineSpec engine) {

  public JudgeSpec {
    generations = List.copyOf(generations);
    if (generations.isEmpty()) {
      throw new InputException("nothing is to be judged; name a file with --generations");
    }
    if (concept.isBlank()) {
      throw new InputException("the concept is empty; say what the behavior is with --concept");
    }
    if (behavior.isBlank()) {
      throw new InputException("the behavior has no name; give one with --behavior");
    }
  }
}
