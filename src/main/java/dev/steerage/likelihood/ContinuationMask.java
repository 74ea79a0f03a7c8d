package dev.steerage.likelihood;

/**
 * Which tokens of a text are its continuation: those whose logprobs make its likelihood.
 *
 * @param start index of its first token in the text's tokens, BOS = 0
 * @param end index after its last token: the number of tokens
 * @param bytesBefore how many bytes of the prompt the first token holds; 0 where a token begins at
 *     the boundary
 * @param reason why the continuation begins there, in words for reports
 */
public record ContinuationMask(int start, int end, int bytesBefore, String reason) {
  /**
   * @throws IllegalArgumentException unless 0 ≤ start &lt; end and bytesBefore ≥ 0
   */
  public ContinuationMask {
    if (start < 0 || start >= end || bytesBefore < 0) {
      throw new IllegalArgumentException("no mask: " + start + " to " + end + ", " + bytesBefore);
    }
  }

  /** Number of continuation tokens. */
  public int length() {
    return end - start;
  }

  /** Whether the first token holds bytes of the prompt as well. */
  public boolean straddles() {
    return bytesBefore > 0;
  }
}
