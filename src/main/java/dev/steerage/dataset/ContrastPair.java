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
 * @param fileText the texts as they stand in the file, where Llama 2's format would write them
 *     otherwise; null where it gives them byte for byte, or where the file holds no chat markers
 */
public record ContrastPair(
    String id,
    @Nullable String system,
    String prompt,
    String positive,
    String negative,
    @Nullable FileText fileText) {

  /**
   * Two texts with chat markers, so that a likelihood can be that of the file's own text. They hold
   * for the pair's own system prompt only.
   *
   * @param head what both begin with, through the {@code [/INST]} before the continuation
   * @param positiveTail what follows the head for the positive pole: its continuation, mostly after
   *     a blank
   * @param negativeTail the same for the negative pole
   */
  public record FileText(String head, String positiveTail, String negativeTail) {
    /** What follows the head for a pole. */
    public String tail(Pole pole) {
      return pole == Pole.POSITIVE ? positiveTail : negativeTail;
    }
  }

  /** A pair whose texts a chat format makes. */
  public ContrastPair(
      String id, @Nullable String system, String prompt, String positive, String negative) {
    this(id, system, prompt, positive, negative, null);
  }

  /** The continuation of a pole. */
  public String continuation(Pole pole) {
    return pole == Pole.POSITIVE ? positive : negative;
  }
}
