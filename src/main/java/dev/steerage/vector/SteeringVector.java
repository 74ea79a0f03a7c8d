package dev.steerage.vector;

import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A steering vector as read from a file: either one direction that names no layer and may be added
 * at any, or one a layer. All directions have the same width, and at least one is there.
 */
public final class SteeringVector {
  private final String name;
  private final Path file;
  private final String sha256;
  private final int width;
  private final float @Nullable [] anyLayer;
  private final SortedMap<Integer, float[]> directions;

  private SteeringVector(
      Path file,
      String sha256,
      int width,
      float @Nullable [] anyLayer,
      Map<Integer, float[]> directions) {
    this.name = InputFile.name(file);
    this.file = file;
    this.sha256 = sha256;
    this.width = width;
    this.anyLayer = anyLayer;
    this.directions = new TreeMap<>(directions);
  }

  /** A direction for any layer. The array is kept, not copied. */
  public static SteeringVector ofAnyLayer(Path file, String sha256, float[] direction) {
    return new SteeringVector(file, sha256, direction.length, direction, Map.of());
  }

  /**
   * Directions by 0-based layer. The arrays are kept, not copied.
   *
   * @throws IllegalArgumentException if there is none, or their widths differ
   */
  public static SteeringVector ofLayers(
      Path file, String sha256, Map<Integer, float[]> directions) {
    int width = directions.values().stream().findFirst().orElse(new float[0]).length;
    if (width == 0 || directions.values().stream().anyMatch(d -> d.length != width)) {
      throw new IllegalArgumentException("directions must be there and of one width");
    }
    return new SteeringVector(file, sha256, width, null, directions);
  }

  /** The file's name without its ending. */
  public String name() {
    return name;
  }

  /** Where it was read. */
  public Path file() {
    return file;
  }

  /** SHA-256 of the file's bytes, lower-case hex. */
  public String sha256() {
    return sha256;
  }

  /** Length of each direction: the model's residual width (n_embd). */
  public int width() {
    return width;
  }

  /** Whether the file names no layer, so that its one direction may be added at any. */
  public boolean fitsAnyLayer() {
    return anyLayer != null;
  }

  /**
   * Layers for which the file has a direction, ascending; empty where it {@link #fitsAnyLayer()}.
   */
  public SortedSet<Integer> layers() {
    return Collections.unmodifiableSortedSet(new TreeMap<>(directions).navigableKeySet());
  }

  /**
   * A copy of the direction that is added to the output of block {@code layer}, [width].
   *
   * @throws IllegalArgumentException if the file has none for it
   */
  public float[] direction(int layer) {
    float[] direction = anyLayer != null ? anyLayer : directions.get(layer);
    if (direction == null) {
      throw new IllegalArgumentException("no direction for layer " + layer);
    }
    return direction.clone();
  }

  /**
   * Euclidean norm of {@link #direction} for a layer.
   *
   * @throws IllegalArgumentException if the file has none for it
   */
  public double norm(int layer) {
    double squares = 0;
    for (float value : direction(layer)) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
