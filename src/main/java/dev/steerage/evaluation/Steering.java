package dev.steerage.evaluation;

import dev.steerage.vector.SteeringVector;

/**
 * What is added to the residual stream.
 *
 * @param source its vector has a direction for the layer; none is zero
 * @param layer 0-based block to whose output it is added
 * @param coefficient its factor
 * @param use how it is added
 * @param random number of the random direction of the vector's norm that is added in its place,
 *     from 1; 0 for the vector itself
 */
record Steering(VectorSource source, int layer, double coefficient, VectorUse use, int random) {
  /** With a vector that is there. */
  Steering(SteeringVector vector, int layer, double coefficient, VectorUse use, int random) {
    this(VectorSource.of(vector), layer, coefficient, use, random);
  }

  /**
   * The vector.
   *
   * @throws IllegalStateException if it is not extracted yet
   */
  SteeringVector vector() {
    return source
        .find()
        .orElseThrow(() -> new IllegalStateException("no vector yet of " + source.file()));
  }

  /**
   * What is added, [width].
   *
   * @param residualNorm mean norm of the residual stream after the layer, for scale residual
   */
  float[] direction(double residualNorm) {
    SteeringVector vector = vector();
    double norm = vector.norm(layer);
    double factor =
        switch (use.scale()) {
          case RAW -> coefficient;
          case UNIT -> coefficient / norm;
          case RESIDUAL -> coefficient * residualNorm / norm;
        };
    float[] direction = vector.direction(layer);
    RandomDirections directions = use.random();
    if (random > 0 && directions != null) {
      double[] unit = directions.unit(layer, random, direction.length);
      for (int i = 0; i < unit.length; i++) {
        direction[i] = (float) (unit[i] * norm * factor);
      }
      return direction;
    }
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (direction[i] * factor);
    }
    return direction;
  }

  /** Whether {@link #direction} needs the residual stream's norm. */
  boolean needsResidualNorm() {
    return use.scale() == Scale.RESIDUAL;
  }

  /** Whether every value is a finite float where the residual stream has norm 1. */
  boolean isFinite() {
    for (float value : direction(1)) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Euclidean norm of a direction, [width]. */
  static double norm(float[] direction) {
    double squares = 0;
    for (float value : direction) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /**
   * Whether llama.cpp's control vector cannot add it: that acts at every token, and from block 1.
   */
  boolean needsInjection() {
    return use.positions() != Positions.ALL || layer == 0;
  }
}
