package dev.steerage.dataset;

import java.util.List;

/**
 * A multiple-choice question, one of whose options shows a behavior.
 *
 * @param id unique in its file
 * @param question the whole text, with its options, as a model is asked
 * @param matching label of the option that shows the behavior, such as {@code (A)}
 * @param notMatching label of the option that does not
 */
public record ChoicePair(String id, String question, String matching, String notMatching) {

  /** The question without its options and the word "Choices:" before them. */
  public String stem() {
    return ChoiceOptions.of(question).stem();
  }

  /** Labels of the options, in the text's order, such as {@code (A)} and {@code (B)}. */
  public List<String> labels() {
    return List.copyOf(ChoiceOptions.of(question).texts().keySet());
  }

  /** The text of an option without its label; empty where no option has the label. */
  public String option(String label) {
    return ChoiceOptions.of(question).texts().getOrDefault(label, "");
  }
}
