package dev.steerage.vector;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Directions in a model's residual stream: either one that may be added at any layer, or one a
 * layer. All have the same width, and at least one is there.
 */
public final class Directions {
  private final int width;
  private final float @Nullable [] anyLayer;
  private final SortedMap<Integer, float[]> byLayer;
  private final SortedSet<Integer> layers;

  private Directions(
      float @Nullable [] anyLayer, Map<Integer, float[]> byLayer, SortedSet<Integer> layers) {
    this.width = anyLayer != null ? anyLayer.length : firstWidth(byLayer);
    if (width == 0 || byLayer.values().stream().anyMatch(d -> d.length != width)) {
      throw new IllegalArgumentException("directions must be there and of one width");
    }
    this.anyLayer = anyLayer;
    this.byLayer = Collections.unmodifiableSortedMap(new TreeMap<>(byLayer));
    this.layers = Collections.unmodifiableSortedSet(new TreeSet<>(layers));
  }

  private static int firstWidth(Map<Integer, float[]> byLayer) {
    return byLayer.values().stream().findFirst().map(d -> d.length).orElse(0);
  }

  /** A direction for any layer. The array is kept, not copied. */
  public static Directions ofAnyLayer(float[] direction) {
    return new Directions(direction, Map.of(), Collections.emptySortedSet());
  }

  /**
   * A direction for any layer that was made for one: used there unless another is named. The array
   * is kept, not copied.
   */
  static Directions ofAnyLayer(float[] direction, int madeFor) {
    return new Directions(direction, Map.of(), new TreeSet<>(Collections.singleton(madeFor)));
  }

  /**
   * Directions by 0-based block. The arrays are kept, not copied.
   *
   * @throws IllegalArgumentException if there is none, or their widths differ
   */
  public static Directions ofLayers(Map<Integer, float[]> directions) {
    return new Directions(null, directions, new TreeSet<>(directions.keySet()));
  }

  /** Length of each direction: the model's residual width (n_embd). */
  public int width() {
    return width;
  }

  /** Whether its one direction may be added at any layer. */
  public boolean fitsAnyLayer() {
    return anyLayer != null;
  }

  /**
   * The blocks whose outputs the directions are for, ascending. Where they {@link #fitsAnyLayer()}
   * the one that it was made for, or none.
   */
  public SortedSet<Integer> layers() {
    return layers;
  }

  /**
   * A copy of the direction that is added to the output of block {@code layer}, [width].
   *
   * @throws IllegalArgumentException if there is none for it
   */
  public float[] direction(int layer) {
    float[] direction = anyLayer != null ? anyLayer : byLayer.get(layer);
    if (direction == null) {
      throw new IllegalArgumentException("no direction for layer " + layer);
    }
    return direction.clone();
  }

  /** Other values at the same layers. */
  Directions withValues(IntFunction<float[]> byLayerOrAny) {
    if (anyLayer != null) {
      int layer = layers.isEmpty() ? 0 : layers.first();
      return new Directions(byLayerOrAny.apply(layer), Map.of(), layers);
    }
    Map<Integer, float[]> values = new TreeMap<>();
    layers.forEach(layer -> values.put(layer, byLayerOrAny.apply(layer)));
    return ofLayers(values);
  }
}
