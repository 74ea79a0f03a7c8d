package dev.steerage.runlog;

import org.jspecify.annotations.Nullable;

/**
 * What a condition does and costs on both halves of what a tune reads: a row of {@code tune.csv}.
 *
 * @param condition no baseline
 * @param searchEffect mean change of the propensity on the half that the search sees
 * @param heldOutEffect the same on the other half
 * @param searchCost in the budget's unit on the half of the chunks that the search sees; null for
 *     what has no cost on a neutral text
 * @param heldOutCost the same on the other half
 */
public record TuneRow(
    Condition condition,
    HalfMean searchEffect,
    HalfMean heldOutEffect,
    @Nullable HalfMean searchCost,
    @Nullable HalfMean heldOutCost) {
  /** The upper end of the cost's interval where the search sees it; infinite without a cost. */
  public double upperCost() {
    return searchCost == null ? Double.POSITIVE_INFINITY : searchCost.upper();
  }

  /** The cost where the search sees it; infinite without one. */
  public double cost() {
    return searchCost == null ? Double.POSITIVE_INFINITY : searchCost.value();
  }
}
