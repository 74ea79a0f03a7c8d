package dev.steerage.evaluation;

import dev.steerage.vector.SteeringVector;
import java.nio.file.Path;
import java.util.Optional;

/** A steering vector that is there, or is still to be extracted. */
interface VectorSource {
  /** What messages name: the vector's file, or that of the pairs. */
  Path file();

  /** The vector; empty until it is extracted. */
  Optional<SteeringVector> find();

  /** A vector that is there. */
  static VectorSource of(SteeringVector vector) {
    return new Loaded(vector);
  }

  /**
   * Such a vector: sources of one vector are equal, so that what is steered by it on any behavior
   * is known to be the same.
   */
  record Loaded(SteeringVector vector) implements VectorSource {
    @Override
    public Path file() {
      return vector.file();
    }

    @Override
    public Optional<SteeringVector> find() {
      return Optional.of(vector);
    }
  }
}
