package dev.steerage.likelihood;

import java.util.Locale;

/**
 * How the log-likelihood of a choice is made comparable with that of longer and shorter ones.
 * lm-evaluation-harness (EleutherAI, lm_eval/api/task.py) calls the accuracy with {@link #NONE}
 * {@code acc}, and that by the choice's length in characters, which {@link #BYTES} is for ASCII,
 * {@code acc_norm}.
 */
public enum ChoiceNormalization {
  /** Σ l_i, nats. */
  NONE,
  /** Σ l_i / tokens of the choice, which depends on the model's tokenizer. */
  TOKENS,
  /** Σ l_i / bytes of the choice in UTF-8. */
  BYTES;

  /**
   * The number by which choices are compared.
   *
   * @param sum of the logprobs of a choice's tokens, nats
   * @param tokens how many those are
   * @param bytes of the choice's text, UTF-8
   */
  public double of(double sum, int tokens, int bytes) {
    return switch (this) {
      case NONE -> sum;
      case TOKENS -> sum / tokens;
      case BYTES -> sum / bytes;
    };
  }

  /** The word that users write, and that {@code metrics.csv} has. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return word();
  }
}
