package dev.steerage.llama.oracle;

/**
 * How far both builds agree on one thing.
 *
 * @param subject what was compared
 * @param compared number of texts
 * @param equal texts on which both say exactly the same
 * @param ties texts that differ first where our two most likely tokens are within {@link #TIE}
 * @param firstDifference where the first text that is not equal differs; empty if all are
 */
public record Comparison(
    String subject, int compared, int equal, int ties, String firstDifference) {
  /**
   * Logits nearer than this are a tie: kernels of two builds add in different orders, which moves
   * logits by some 1e-3, and by up to 1e-2 where activations are quantized.
   */
  public static final double TIE = 1e-2;

  /** What the counts say. */
  public enum Verdict {
    /** All is equal. */
    OK,
    /** What differs is a tie that rounding decides. */
    TIES,
    /** The builds disagree. */
    DIFFERS
  }

  /** What the counts say. */
  public Verdict verdict() {
    if (equal == compared) {
      return Verdict.OK;
    }
    return equal + ties == compared ? Verdict.TIES : Verdict.DIFFERS;
  }
}
