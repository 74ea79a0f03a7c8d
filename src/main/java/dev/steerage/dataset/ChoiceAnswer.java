package dev.steerage.dataset;

import java.util.List;
import java.util.Locale;

/** What a model is to answer a multiple-choice question with. */
public enum ChoiceAnswer {
  /** The choice's text, behind the question alone. */
  TEXT {
    @Override
    public String prompt(ChoiceQuestion question) {
      return question.question();
    }

    @Override
    public String continuation(ChoiceQuestion question, int choice) {
      return question.choices().get(choice);
    }
  },
  /**
   * The choice's letter, behind the question and all choices, as MMLU asks (Hendrycks et al. 2021,
   * arXiv 2009.03300): the question, a line "{@code A. …}" a choice, "{@code Answer:}".
   */
  LETTER {
    @Override
    public String prompt(ChoiceQuestion question) {
      StringBuilder text = new StringBuilder(question.question().strip());
      List<String> choices = question.choices();
      for (int i = 0; i < choices.size(); i++) {
        text.append('\n').append(letter(i)).append(". ").append(choices.get(i));
      }
      return text.append("\nAnswer:").toString();
    }

    @Override
    public String continuation(ChoiceQuestion question, int choice) {
      return letter(choice);
    }
  };

  /** Most choices that have a letter. */
  public static final int MOST_LETTERS = 26;

  /** The user's turn, without chat markers. */
  public abstract String prompt(ChoiceQuestion question);

  /** The answer that stands for a choice (0-based), without the blank of a chat format. */
  public abstract String continuation(ChoiceQuestion question, int choice);

  /** The letter of a choice, A for 0. */
  public static String letter(int choice) {
    return String.valueOf((char) ('A' + choice));
  }

  /** The word that users write. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
