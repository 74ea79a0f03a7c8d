package dev.steerage.vector;

import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;

/**
 * A steering vector as read from a file: either one direction that may be added at any layer, or
 * one a layer. All directions have the same width, and at least one is there.
 */
public final class SteeringVector {
  private final Source source;
  private final Directions directions;

  /**
   * Where a vector is from.
   *
   * @param file that it was read from
   * @param sha256 of the file's bytes, lower-case hex
   * @param format in a word or two, such as "PyTorch"
   * @param layerMeaning how the layer numbers were understood, a short phrase
   * @param metadata what else the file says in texts, in its order
   */
  public record Source(
      Path file, String sha256, String format, String layerMeaning, Map<String, String> metadata) {
    public Source {
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
  }

  /** A vector with these values. */
  public SteeringVector(Source source, Directions directions) {
    this.source = source;
    this.directions = directions;
  }

  /** The file's name without its ending. */
  public String name() {
    return InputFile.name(source.file());
  }

  /** Where it was read. */
  public Path file() {
    return source.file();
  }

  /** SHA-256 of the file's bytes, lower-case hex. */
  public String sha256() {
    return source.sha256();
  }

  /** Its file, and how that was read. */
  public Source source() {
    return source;
  }

  /** Its values. */
  public Directions directions() {
    return directions;
  }

  /** Length of each direction: the model's residual width (n_embd). */
  public int width() {
    return directions.width();
  }

  /** Whether its one direction may be added at any layer. */
  public boolean fitsAnyLayer() {
    return directions.fitsAnyLayer();
  }

  /**
   * Layers for which the file has a direction, ascending. Where it {@link #fitsAnyLayer()} the one
   * that the file's name has, or none.
   */
  public SortedSet<Integer> layers() {
    return directions.layers();
  }

  /**
   * A copy of the direction that is added to the output of block {@code layer}, [width].
   *
   * @throws IllegalArgumentException if the file has none for it
   */
  public float[] direction(int layer) {
    return directions.direction(layer);
  }

  /**
   * Euclidean norm of {@link #direction} for a layer.
   *
   * @throws IllegalArgumentException if the file has none for it
   */
  public double norm(int layer) {
    return Math.sqrt(VectorArithmetic.dot(direction(layer), direction(layer)));
  }
}
