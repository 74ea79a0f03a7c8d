package dev.steerage.llama.oracle;

/**
 * What the other build is asked.
 *
 * @param kind what is wanted of the text
 * @param text any text; markers such as {@code <s>} in it are control tokens
 * @param tokens most tokens to go on with; 0 for ids
 */
public record Question(Kind kind, String text, int tokens) {
  /** What is wanted. */
  public enum Kind {
    /** The text's token ids, without BOS before them. */
    IDS,
    /** The most likely continuation, with BOS before the text where the model asks for one. */
    TEXT
  }

  /** Asks for a text's token ids. */
  public static Question ids(String text) {
    return new Question(Kind.IDS, text, 0);
  }

  /** Asks for the greedy continuation of a prompt. */
  public static Question text(String prompt, int tokens) {
    return new Question(Kind.TEXT, prompt, tokens);
  }
}
