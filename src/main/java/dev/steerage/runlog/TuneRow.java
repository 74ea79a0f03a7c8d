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
 * @param costLimit upper end of the 95 % prediction interval that the search's half gives for the
 *     cost on the other half: value + t · s · √(1/n + 1/m) over its n and the other's m chunks;
 *     null where the halves have too little for one
 * @param heldOutCost on the other half
 */
public record TuneRow(
    Condition condition,
    HalfMean searchEffect,
    HalfMean heldOutEffect,
    @Nullable HalfMean searchCost,
    @Nullable Double costLimit,
    @Nullable HalfMean heldOutCost) {
  /** {@link #costLimit}; infinite without one. */
  public double limit() {
    return costLimit == null ? Double.POSITIVE_INFINITY : costLimit;
  }

  /** The cost where the search sees it; infinite without one. */
  public double cost() {
    return searchCost == null ? Double.POSITIVE_INFINITY : searchCost.value();
  }
}
