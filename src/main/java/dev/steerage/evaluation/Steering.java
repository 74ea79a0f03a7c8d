package dev.steerage.evaluation;

import dev.steerage.vector.SteeringVector;

/**
 * A vector's direction at a layer, times a coefficient.
 *
 * @param vector has a direction for the layer
 * @param layer 0-based block to whose output it is added
 * @param coefficient its factor
 */
record Steering(SteeringVector vector, int layer, double coefficient) {
  /** What is added to the residual stream, [width]. */
  float[] direction() {
    float[] direction = vector.direction(layer);
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (direction[i] * coefficient);
    }
    return direction;
  }

  /** Whether every value of {@link #direction()} is a finite float. */
  boolean isFinite() {
    for (float value : direction()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
