package dev.steerage.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How large the residual stream is without intervention, by model, behavior and layer, as {@code
 * provenance.json} keeps it.
 */
final class ResidualNorms {
  /** Key of the list in {@code provenance.json}. */
  static final String KEY = "residual_norms";

  private record Place(String model, String behavior, int layer) {}

  /**
   * The size after one block.
   *
   * @param mean of the Euclidean norm over tokens
   * @param tokens that are decoded of the behavior's texts: a prompt's once for both continuations,
   *     not a text's last; after the last block those alone that predict a continuation's token
   */
  record Norm(double mean, int tokens) {}

  private final Map<Place, Norm> norms = new LinkedHashMap<>();

  /** Those that a run folder's provenance has. */
  static ResidualNorms of(JsonNode provenance) {
    ResidualNorms norms = new ResidualNorms();
    for (JsonNode entry : provenance.path(KEY)) {
      norms.put(
          entry.path("model").asText(),
          entry.path("behavior").asText(),
          entry.path("layer").asInt(),
          new Norm(entry.path("mean").asDouble(), entry.path("tokens").asInt()));
    }
    return norms;
  }

  void put(String model, String behavior, int layer, Norm norm) {
    norms.put(new Place(model, behavior, layer), norm);
  }

  /** The size after a block (0-based); empty where it is not measured. */
  Optional<Norm> find(String model, String behavior, int layer) {
    return Optional.ofNullable(norms.get(new Place(model, behavior, layer)));
  }

  /**
   * What scale residual needs to know of a cell; NaN for a cell without it, and empty where it is
   * not measured.
   */
  Optional<Double> of(Cell cell) {
    Steering steering = cell.setting().steering();
    if (steering == null || !steering.needsResidualNorm()) {
      return Optional.of(Double.NaN);
    }
    return find(cell.condition().model(), cell.condition().behavior(), steering.layer())
        .map(Norm::mean);
  }

  /** One object each for {@code provenance.json}. */
  List<Map<String, Object>> entries() {
    List<Map<String, Object>> entries = new ArrayList<>();
    norms.forEach(
        (place, norm) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("model", place.model());
          entry.put("behavior", place.behavior());
          entry.put("layer", place.layer());
          entry.put("mean", norm.mean());
          entry.put("tokens", norm.tokens());
          entries.add(entry);
        });
    return entries;
  }
}
