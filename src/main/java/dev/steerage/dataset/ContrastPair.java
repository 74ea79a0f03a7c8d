package dev.steerage.dataset;

import org.jspecify.annotations.Nullable;

/**
 * One prompt and two continuations of it.
 *
 * @param id unique in its behavior
 * @param system the system prompt, or null
 * @param prompt the user's turn, without any chat markers
 * @param positive the answer that shows the behavior, without the blank that a chat format puts
 *     before it
 * @param negative the answer that does not
 */
public record ContrastPair(
    String id, @Nullable String system, String prompt, String positive, String negative) {
  /** The continuation of a pole. */
  public String continuation(Pole pole) {
    return pole == Pole.POSITIVE ? positive : negative;
  }
}
