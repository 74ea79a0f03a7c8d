package dev.steerage.likelihood;

/**
 * The rule for any tokenizer: a token belongs to the continuation if it holds at least one of its
 * bytes.
 *
 * <p>A token that straddles the boundary is counted, because every byte of the continuation is to
 * be scored, and the mask says how many bytes of the prompt it holds. A token without bytes at the
 * boundary (BOS, a blank that the tokenizer adds) belongs to the prompt; one that comes later,
 * between two continuation tokens or at the end, to the continuation.
 */
public final class ByteOffsetRule {
  private ByteOffsetRule() {}

  /**
   * The mask of a text.
   *
   * @param starts index of the byte at which each token begins, ascending; a token ends where the
   *     next begins, the last one at {@code textLength}
   * @param textLength bytes of the text
   * @param boundary index of the continuation's first byte
   * @throws IllegalArgumentException if the starts do not ascend within the text, or no token holds
   *     a byte of the continuation
   */
  public static ContinuationMask mask(int[] starts, int textLength, int boundary) {
    check(starts, textLength);
    if (boundary < 0 || starts.length == 0 || boundary >= textLength) {
      throw new IllegalArgumentException("no token holds byte " + boundary);
    }
    int first = 0;
    while (end(starts, first, textLength) <= boundary) {
      first++;
    }
    int before = Math.max(0, boundary - starts[first]);
    String reason =
        before == 0
            ? "token " + first + " begins at byte " + starts[first] + ", with the continuation"
            : "token %d holds the last %d bytes of the prompt and the first of the continuation"
                .formatted(first, before);
    return new ContinuationMask(first, starts.length, before, reason);
  }

  private static int end(int[] starts, int token, int textLength) {
    return token + 1 < starts.length ? starts[token + 1] : textLength;
  }

  private static void check(int[] starts, int textLength) {
    int last = 0;
    for (int start : starts) {
      if (start < last || start > textLength) {
        throw new IllegalArgumentException("token starts do not ascend within the text");
      }
      last = start;
    }
  }
}
