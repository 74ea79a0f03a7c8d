package dev.steerage.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * Multiple-choice questions from one file.
 *
 * @param name the file's name without its ending
 * @param file where it was read; the bare name of a shipped one
 * @param sha256 of the file's bytes, lower-case hex
 * @param choices at least one, ids unique
 */
public record ChoiceSet(String name, Path file, String sha256, List<ChoicePair> choices) {
  public ChoiceSet {
    choices = List.copyOf(choices);
  }
}
