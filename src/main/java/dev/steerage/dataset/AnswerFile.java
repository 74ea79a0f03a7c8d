package dev.steerage.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * A file of answers.
 *
 * @param file as the user named it
 * @param sha256 of its bytes, lower-case hex
 * @param sets one a condition, in the order of their first answers
 */
public record AnswerFile(Path file, String sha256, List<AnswerSet> sets) {
  public AnswerFile {
    sets = List.copyOf(sets);
  }
}
