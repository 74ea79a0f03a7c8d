package dev.steerage.dataset;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A multiple-choice question about what a model knows or can work out.
 *
 * @param id unique in its file
 * @param question without its choices
 * @param choices at least two, none blank; the same text may be there twice
 * @param best index of the choice, 0-based, that has to be the likeliest for the question to count
 *     as right
 * @param correct indices of all choices that are true, {@code best} among them
 */
public record ChoiceQuestion(
    String id, String question, List<String> choices, int best, Set<Integer> correct) {
  /**
   * @throws IllegalArgumentException unless there are two choices, and {@code best} is a correct
   *     one of them
   */
  public ChoiceQuestion {
    choices = List.copyOf(choices);
    correct = Set.copyOf(correct);
    TreeSet<Integer> sorted = new TreeSet<>(correct);
    if (choices.size() < 2 || !correct.contains(best)) {
      throw new IllegalArgumentException("no question: " + choices + ", " + best);
    }
    if (sorted.first() < 0 || sorted.last() >= choices.size()) {
      throw new IllegalArgumentException("no such choice among " + choices + ": " + correct);
    }
  }

  /** A question with one correct choice. */
  public static ChoiceQuestion of(String id, String question, List<String> choices, int correct) {
    return new ChoiceQuestion(id, question, choices, correct, Set.of(correct));
  }
}
