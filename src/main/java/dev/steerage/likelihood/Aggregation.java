package dev.steerage.likelihood;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How the logprobs l_i of a continuation's n tokens become one number.
 *
 * <p>{@link #MEAN} and {@link #SUM} depend on the continuation alone. {@link #PADDED_MEAN} is what
 * the code of arXiv 2410.17245 computes: its divisor is the width of the padded batch, so it
 * differs between the poles and favours short continuations. It is here to reproduce published
 * figures.
 */
public enum Aggregation {
  /** Σ l_i / n, nats per token. */
  MEAN,
  /** Σ l_i, nats. */
  SUM,
  /** Σ l_i / (T − 1), nats per token; T = most tokens (BOS included) of a text in that pole. */
  PADDED_MEAN;

  /** The word used by options and files: {@code mean}, {@code sum} or {@code padded-mean}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The inverse of {@link #word()}; empty for any other word. */
  public static Optional<Aggregation> ofWord(String word) {
    return Arrays.stream(values()).filter(a -> a.word().equals(word)).findFirst();
  }

  /** Unit of the number: {@code nats} or {@code nats/token}. */
  public String unit() {
    return this == SUM ? "nats" : "nats/token";
  }

  @Override
  public String toString() {
    return word();
  }
}
