package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What shards used, as one run's {@code provenance.json} says it. */
final class MergedProvenance {
  /** The key of what each shard used by itself. */
  static final String SHARDS = "shards";

  /** Keys of lists of which each shard may have other entries, and what tells these apart. */
  private static final Map<String, List<String>> LISTS =
      Map.of(
          "models", List.of("name"),
          "fine_tuned_models", List.of("name"),
          "extracted_vectors", List.of("name", "model"),
          "residual_norms", List.of("model", "behavior", "layer"),
          "layer_split", List.of("model", "layer"));

  /** What a shard's entry has. */
  private static final List<String> OWN =
      List.of("devices", "system", "engine", "start", "end", "seconds", "tokens_decoded");

  private final List<ShardRun> shards;
  private final List<JsonNode> all;

  MergedProvenance(List<ShardRun> shards) {
    this.shards = shards;
    this.all = shards.stream().map(ShardRun::provenance).toList();
  }

  /** Everything, but for what the run folder itself adds. */
  Map<String, Object> entries() {
    Map<String, Object> merged = new LinkedHashMap<>();
    for (JsonNode one : all) {
      one.properties().forEach(field -> merged.putIfAbsent(field.getKey(), field.getValue()));
    }
    LISTS.forEach((key, names) -> merged.computeIfPresent(key, (k, any) -> union(key, names)));
    merged.put("devices", devices());
    merged.put("start", first().toString());
    merged.put("end", last().toString());
    merged.put("seconds", all.stream().mapToDouble(p -> p.path("seconds").asDouble()).sum());
    merged.put(
        "tokens_decoded", all.stream().mapToLong(p -> p.path("tokens_decoded").asLong()).sum());
    merged.put(SHARDS, own());
    return merged;
  }

  private Instant first() {
    return all.stream()
        .map(p -> Instant.parse(p.path("start").asText()))
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  private Instant last() {
    return all.stream()
        .map(p -> Instant.parse(p.path("end").asText()))
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  private List<JsonNode> union(String key, List<String> names) {
    Map<List<String>, JsonNode> entries = new LinkedHashMap<>();
    for (JsonNode one : all) {
      for (JsonNode entry : one.path(key)) {
        // a shard that has not loaded a model knows little of it
        entries.merge(
            names.stream().map(name -> entry.path(name).asText()).toList(),
            entry,
            (known, other) -> other.size() > known.size() ? other : known);
      }
    }
    return new ArrayList<>(entries.values());
  }

  private Set<String> devices() {
    Set<String> devices = new LinkedHashSet<>();
    all.forEach(p -> p.path("devices").forEach(device -> devices.add(device.asText())));
    return devices;
  }

  private List<Map<String, Object>> own() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("shard", shards.get(i).shard().fraction());
      entry.put("cells", shards.get(i).own().size());
      for (String key : OWN) {
        entry.put(key, all.get(i).path(key));
      }
      list.add(entry);
    }
    return list;
  }
}
