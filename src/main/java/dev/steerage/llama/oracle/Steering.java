package dev.steerage.llama.oracle;

import java.util.Random;

/** A direction, scaled already, and the layer to whose output it is added. */
final class Steering {
  private final int layer;
  private final float[] direction;

  Steering(int layer, float[] direction) {
    this.layer = layer;
    this.direction = direction.clone();
  }

  /** A direction of length 1 that a seed chooses evenly among all. */
  static Steering random(int layer, int width, long seed) {
    Random random = new Random(seed);
    double[] values = random.doubles(width).map(ignored -> random.nextGaussian()).toArray();
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    float[] direction = new float[width];
    for (int i = 0; i < width; i++) {
      direction[i] = (float) (values[i] / Math.sqrt(squares));
    }
    return new Steering(layer, direction);
  }

  int layer() {
    return layer;
  }

  float[] direction() {
    return direction.clone();
  }

  Steering times(float factor) {
    float[] scaled = direction.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return new Steering(layer, scaled);
  }
}
