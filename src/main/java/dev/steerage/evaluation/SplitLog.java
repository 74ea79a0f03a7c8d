package dev.steerage.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Behind which layers conditions were computed by themselves, and where that was not to be, as
 * {@code provenance.json} keeps it. Safe for several threads.
 */
final class SplitLog {
  /** Key of the list in {@code provenance.json}. */
  static final String KEY = "layer_split";

  private record Place(String model, int layer) {}

  private final Map<Place, Map<String, Object>> entries = new LinkedHashMap<>();

  /** What a run folder's provenance has. */
  static SplitLog of(JsonNode provenance) {
    SplitLog log = new SplitLog();
    for (JsonNode entry : provenance.path(KEY)) {
      Map<String, Object> facts =
          log.entry(entry.path("model").asText(), entry.path("layer").asInt());
      entry.properties().forEach(field -> facts.put(field.getKey(), field.getValue()));
    }
    return log;
  }

  private Map<String, Object> entry(String model, int layer) {
    Map<String, Object> facts =
        entries.computeIfAbsent(new Place(model, layer), any -> new LinkedHashMap<>());
    facts.clear();
    facts.put("model", model);
    facts.put("layer", layer);
    return facts;
  }

  /**
   * A layer (0-based) is split.
   *
   * @param tailBytes of the weights behind it
   * @param largestDifference of a token's logprob from the plain way, in the batch that was
   *     compared
   */
  synchronized void split(String model, int layer, long tailBytes, double largestDifference) {
    Map<String, Object> facts = entry(model, layer);
    facts.put("tail_bytes", tailBytes);
    facts.put("largest_difference", largestDifference);
  }

  /** A layer is not split, for a reason. */
  synchronized void refused(String model, int layer, String reason) {
    entry(model, layer).put("refused", reason);
  }

  /** One object each for {@code provenance.json}. */
  synchronized List<Map<String, Object>> entries() {
    return new ArrayList<>(entries.values());
  }
}
