package dev.steerage.evaluation;

import dev.steerage.InputException;
import java.util.Random;

/**
 * Directions that mean nothing, to compare a vector's effect with: uniform on the sphere.
 *
 * @param count how many, 1 to {@value #MOST}
 * @param seed what they are drawn from
 */
public record RandomDirections(int count, int seed) {
  private static final int MOST = 1000;
  private static final long ODD = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio

  public RandomDirections {
    if (count < 1 || count > MOST) {
      throw new InputException(
          "random-directions " + count + " is out of range; give 1 to " + MOST);
    }
  }

  /**
   * A direction of norm 1, made of seed, layer and number alone.
   *
   * @param layer 0-based
   * @param number from 1
   * @param width number of values
   */
  double[] unit(int layer, int number, int width) {
    // Random's numbers are the same on every Java: its algorithm is part of its documentation
    Random random = new Random(mixed((seed * ODD + layer) * ODD + number));
    double[] direction = new double[width];
    double squares = 0;
    for (int i = 0; i < width; i++) {
      direction[i] = random.nextGaussian();
      squares += direction[i] * direction[i];
    }
    double norm = Math.sqrt(squares);
    for (int i = 0; i < width; i++) {
      direction[i] /= norm;
    }
    return direction;
  }

  /** The finalizer of SplitMix64: {@link Random}'s numbers are alike where its seeds are. */
  private static long mixed(long seed) {
    long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
