package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of the shards' {@code vectors.csv} in the order of one run's. */
final class MergedVectors {
  private record Key(String intervention, String model) {}

  private MergedVectors() {}

  /** Models that are references first, else as the run has models and interventions. */
  static List<VectorRow> of(List<ShardRun> shards) {
    Map<Key, List<VectorRow>> rows = new LinkedHashMap<>();
    for (ShardRun shard : shards) {
      Map<Key, List<VectorRow>> own = new LinkedHashMap<>();
      for (VectorRow row : shard.run().readVectors()) {
        own.computeIfAbsent(new Key(row.intervention(), row.model()), k -> new ArrayList<>())
            .add(row);
      }
      own.forEach(rows::putIfAbsent);
    }
    ShardRun any = shards.get(0);
    JsonNode references = any.provenance().path("references");
    List<String> models = any.cells().stream().map(c -> c.condition().model()).distinct().toList();
    List<String> interventions =
        any.cells().stream().map(c -> c.condition().intervention()).distinct().toList();
    Comparator<Key> order =
        Comparator.comparing((Key key) -> references.has(key.model()))
            .thenComparing(key -> models.indexOf(key.model()))
            .thenComparing(key -> interventions.indexOf(key.intervention()));
    return rows.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(order))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }
}
