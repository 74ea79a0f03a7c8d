package dev.steerage.vector;

import dev.steerage.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums, angles and places of directions. All sums are taken in double precision. */
public final class VectorArithmetic {
  /** A rest below this share of the norm is rounding of float32. */
  private static final double LEAST_REST = 1e-6;

  private VectorArithmetic() {}

  /** A vector and what it is multiplied by. */
  public record Term(SteeringVector vector, double factor) {}

  /** Σ a_i b_i. */
  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Cosine of the angle between two directions of one width, neither zero. */
  public static double cosine(float[] a, float[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a)) / Math.sqrt(dot(b, b));
  }

  /** Mean of a direction's values. */
  public static double mean(float[] direction) {
    double sum = 0;
    for (float value : direction) {
      sum += value;
    }
    return sum / direction.length;
  }

  /**
   * The sum of vectors times their factors, layer by layer.
   *
   * @param terms at least one
   * @throws InputException if widths or layers differ, or the sum is zero or too large
   */
  public static Directions sum(List<Term> terms) {
    SteeringVector first = terms.get(0).vector();
    for (Term term : terms) {
      checkWidth(first, term.vector());
      if (!term.vector().layers().equals(first.layers())
          || term.vector().fitsAnyLayer() != first.fitsAnyLayer()) {
        throw InputException.in(
            term.vector().file(),
            "has directions for %s, but %s for %s; give them the same layers with steerage vector convert"
                .formatted(layers(term.vector()), first.file(), layers(first)));
      }
    }
    return first.directions().withValues(layer -> sum(terms, layer));
  }

  private static float[] sum(List<Term> terms, int layer) {
    double[] sum = new double[terms.get(0).vector().width()];
    for (Term term : terms) {
      float[] direction = term.vector().direction(layer);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += term.factor() * direction[i];
      }
    }
    float[] rounded = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      rounded[i] = (float) sum[i];
    }
    return DirectionCheck.values(
        terms.get(0).vector().file(), "the sum with it at layer " + layer, rounded);
  }

  /**
   * What is left of directions without their components along another vector, layer by layer.
   *
   * @param other one that fits any layer, or has all layers of {@code directions}
   * @throws InputException if its width or layers do not fit, or nothing is left
   */
  public static Directions orthogonal(Directions directions, SteeringVector other) {
    if (other.width() != directions.width()) {
      throw InputException.in(
          other.file(),
          "has directions of %d values, but they are of %d in the vectors that are combined"
              .formatted(other.width(), directions.width()));
    }
    boolean fits =
        other.fitsAnyLayer()
            || (!directions.fitsAnyLayer() && other.layers().containsAll(directions.layers()));
    if (!fits) {
      throw InputException.in(
          other.file(),
          "has directions for %s, but the vectors that are combined for %s; give them the same layers with steerage vector convert"
              .formatted(
                  layers(other),
                  directions.fitsAnyLayer() ? "any layer" : "layers " + directions.layers()));
    }
    return directions.withValues(layer -> orthogonal(directions.direction(layer), other, layer));
  }

  private static float[] orthogonal(float[] direction, SteeringVector other, int layer) {
    float[] along = other.direction(layer);
    double share = dot(direction, along) / dot(along, along);
    float[] rest = new float[direction.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = (float) (direction[i] - share * along[i]);
    }
    if (dot(rest, rest) <= LEAST_REST * LEAST_REST * dot(direction, direction)) {
      throw InputException.in(
          other.file(),
          "is parallel to the vectors that are combined at layer %d; nothing is left of them"
              .formatted(layer));
    }
    return rest;
  }

  /**
   * A vector's one direction at a layer: its only one, wherever it was, or that of this layer.
   *
   * @param layer 0-based block
   * @throws InputException if it has several and none is of this layer
   */
  public static Directions at(SteeringVector vector, int layer) {
    if (vector.fitsAnyLayer() || vector.layers().contains(layer)) {
      return Directions.ofLayers(Map.of(layer, vector.direction(layer)));
    }
    if (vector.layers().size() == 1) {
      return Directions.ofLayers(Map.of(layer, vector.direction(vector.layers().first())));
    }
    throw InputException.in(
        vector.file(), "has no direction for layer " + layer + "; it has " + vector.layers());
  }

  /**
   * All directions one layer lower, for files that number what was measured at block i as i + 1.
   *
   * @throws InputException if there is one of layer 0, or the vector names no layers
   */
  public static Directions oneLower(SteeringVector vector) {
    if (vector.layers().isEmpty() || vector.layers().first() == 0) {
      throw InputException.in(
          vector.file(),
          "is %s, so its layers cannot be one too high; leave --fix-offset out"
              .formatted(vector.layers().isEmpty() ? "for any layer" : "for layer 0 too"));
    }
    Map<Integer, float[]> lower = new TreeMap<>();
    for (int layer : new ArrayList<>(vector.layers())) {
      lower.put(layer - 1, vector.direction(layer));
    }
    return Directions.ofLayers(lower);
  }

  private static void checkWidth(SteeringVector first, SteeringVector other) {
    if (other.width() != first.width()) {
      throw InputException.in(
          other.file(),
          "has directions of %d values, but %s of %d; combine vectors of one model"
              .formatted(other.width(), first.file(), first.width()));
    }
  }

  private static String layers(SteeringVector vector) {
    String layers = vector.layers().isEmpty() ? "" : " (made for " + vector.layers().first() + ")";
    return vector.fitsAnyLayer() ? "any layer" + layers : "layers " + vector.layers();
  }
}
