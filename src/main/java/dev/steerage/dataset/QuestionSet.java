package dev.steerage.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * Multiple-choice questions from one file.
 *
 * @param name the file's name without its ending
 * @param file where it was read; the bare name of a shipped one
 * @param sha256 of the file's bytes, lower-case hex
 * @param layout of the file
 * @param questions at least one, ids unique
 */
public record QuestionSet(
    String name, Path file, String sha256, QuestionLayout layout, List<ChoiceQuestion> questions) {
  public QuestionSet {
    questions = List.copyOf(questions);
  }

  /** Whether any question has several correct choices. */
  public boolean hasSeveralCorrect() {
    return questions.stream().anyMatch(question -> question.correct().size() > 1);
  }
}
