package dev.steerage.evaluation;

import dev.steerage.dataset.HalfOrder;
import java.nio.file.Path;
import java.util.List;

/** Where the texts of an extraction come from. */
public sealed interface ExtractionSource {
  /**
   * Contrast pairs or multiple-choice questions, one kind in all files.
   *
   * @param files at least one; their pairs are taken together
   * @param order which continuation or answer is positive
   */
  record Pairs(List<Path> files, HalfOrder order) implements ExtractionSource {
    public Pairs {
      files = List.copyOf(files);
    }
  }

  /**
   * Two files of as many prompts; pair i is prompt i of both.
   *
   * @param positive prompts that show the behavior
   * @param negative prompts that do not
   */
  record Prompts(Path positive, Path negative) implements ExtractionSource {}
}
