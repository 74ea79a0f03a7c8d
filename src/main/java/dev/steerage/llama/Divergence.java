package dev.steerage.llama;

/**
 * How a next-token distribution differs from a reference's, over the whole vocabulary.
 *
 * @param kl KL(reference ‖ this) = Σ p_ref (log p_ref − log p), nats; 0 for equal logits, never
 *     below
 * @param referenceTop the reference's most likely token
 * @param top this one's
 */
public record Divergence(double kl, int referenceTop, int top) {
  /** Whether both find the same token most likely. */
  public boolean isSameTop() {
    return top == referenceTop;
  }
}
