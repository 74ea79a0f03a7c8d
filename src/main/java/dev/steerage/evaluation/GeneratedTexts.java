package dev.steerage.evaluation;

import java.util.List;

/**
 * All texts of one condition.
 *
 * @param condition its name
 * @param texts one a prompt, in the prompts' order
 * @param seconds that the model took for them
 */
public record GeneratedTexts(String condition, List<GeneratedText> texts, double seconds) {
  public GeneratedTexts {
    texts = List.copyOf(texts);
  }

  /** Tokens of all texts. */
  public long tokens() {
    return texts.stream().mapToLong(GeneratedText::tokens).sum();
  }

  /** Number of texts that the model ended itself. */
  public long stopped() {
    return texts.stream().filter(t -> t.finish() == GeneratedText.Finish.STOP).count();
  }
}
