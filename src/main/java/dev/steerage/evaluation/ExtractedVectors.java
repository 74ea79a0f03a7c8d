package dev.steerage.evaluation;

import dev.steerage.vector.SteeringVector;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The vectors of one intervention by model. Conditions are made, and checked as far as possible,
 * before they are extracted.
 */
final class ExtractedVectors {
  private final Path pairs;
  private final Map<String, SteeringVector> byModel = new HashMap<>();
  private Map<String, String> references = Map.of();

  /** None yet. */
  ExtractedVectors(Path pairs) {
    this.pairs = pairs;
  }

  /** Says which models have a reference, by name; before that none has. */
  void setReferences(Map<String, String> names) {
    references = Map.copyOf(names);
  }

  /** The model whose vector is compared with a model's own; empty where that is its only one. */
  Optional<String> reference(String model) {
    return Optional.ofNullable(references.get(model));
  }

  void put(String model, SteeringVector vector) {
    byModel.put(model, vector);
  }

  /** The vector of a model; empty until it is extracted. */
  Optional<SteeringVector> find(String model) {
    return Optional.ofNullable(byModel.get(model));
  }

  /** The vector of a model, now or later. */
  VectorSource source(String model) {
    return new Source(this, model);
  }

  /** One vector of an intervention; sources of the same one are equal. */
  private record Source(ExtractedVectors of, String model) implements VectorSource {
    @Override
    public Path file() {
      return of.pairs;
    }

    @Override
    public Optional<SteeringVector> find() {
      return of.find(model);
    }
  }
}
