package dev.steerage.evaluation;

import dev.steerage.vector.SteeringVector;

/**
 * A vector's direction at a layer, times a coefficient.
 *
 * @param vector has a direction for the layer
 * @param layer 0-based block to whose output it is added
 * @param coefficient its factor
 * @param use how it is added
 */
record Steering(SteeringVector vector, int layer, double coefficient, VectorUse use) {
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

  /**
   * Whether llama.cpp's control vector cannot add it: that acts at every token, and from block 1.
   */
  boolean needsInjection() {
    return use.positions() != Positions.ALL || layer == 0;
  }
}
