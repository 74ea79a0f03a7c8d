package dev.steerage.runlog;

import java.util.Optional;

/**
 * Conditions that differ in the size of their coefficient alone, along which a tune searches.
 *
 * @param model name of the model
 * @param behavior name of the behavior
 * @param intervention name of the vector, or of a random direction in its place
 * @param layer 0-based block whose output is changed
 * @param side which coefficients
 */
public record SearchLine(String model, String behavior, String intervention, int layer, Side side) {
  /** The sign of coefficients, and of the change of the propensity that is sought. */
  public enum Side {
    /** Above 0, for a rise. */
    POSITIVE(1),
    /** Below 0, for a fall. */
    NEGATIVE(-1);

    private final int sign;

    Side(int sign) {
      this.sign = sign;
    }

    /** 1 or −1. */
    public int sign() {
      return sign;
    }
  }

  /** That of a condition; empty for one without a layer or with a coefficient of 0. */
  public static Optional<SearchLine> of(Condition condition) {
    Integer layer = condition.layer();
    double coefficient = condition.coefficient();
    if (layer == null || !(Math.abs(coefficient) > 0)) {
      return Optional.empty();
    }
    Side side = coefficient > 0 ? Side.POSITIVE : Side.NEGATIVE;
    return Optional.of(
        new SearchLine(
            condition.model(), condition.behavior(), condition.intervention(), layer, side));
  }

  /** Whether a random direction is added. */
  public boolean isRandomDirection() {
    return Condition.isRandomDirection(intervention);
  }

  /** Whether this adds a random direction in place of what another line adds. */
  public boolean isRandomDirectionOf(SearchLine other) {
    return condition().isRandomDirectionOf(other.condition());
  }

  private Condition condition() {
    return new Condition(model, behavior, intervention, intervention, layer, side.sign());
  }
}
