package dev.steerage.evaluation;

import dev.steerage.runlog.Margin;

/**
 * What conditions and models are compared with.
 *
 * @param divergence whether whole next-token distributions are compared: steered with baseline, and
 *     with the reference model's
 * @param reference name of the model that the others are compared with; {@link #AUTO} for the one
 *     with the most bytes, {@link #NONE} for no comparison
 * @param rows where that model's logits come from
 * @param margin within which a model counts as equal to its reference
 */
public record ComparisonSpec(
    boolean divergence, String reference, ReferenceRows rows, Margin margin) {
  /** The model with the most bytes of those that fit. */
  public static final String AUTO = "auto";

  /** No comparison of models. */
  public static final String NONE = "none";

  /** All comparisons. */
  public static ComparisonSpec standard() {
    return new ComparisonSpec(true, AUTO, ReferenceRows.AUTO, Margin.TENTH);
  }
}
