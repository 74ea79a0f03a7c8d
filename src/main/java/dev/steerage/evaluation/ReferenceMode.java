package dev.steerage.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Decides where reference models' logits come from.
 *
 * @param spec what is asked
 * @param before provenance of the run where it has begun: it goes on as it began
 */
record ReferenceMode(EvaluationSpec spec, Optional<JsonNode> before) {
  /** The key of {@code provenance.json}. */
  static final String KEY = "reference_rows";

  /** What the key has. */
  static String word(boolean keepsFiles) {
    return (keepsFiles ? ReferenceRows.DISK : ReferenceRows.LOADED).toString();
  }

  /**
   * Whether the logits of reference models are kept in files: because it is asked, or because two
   * models do not fit into memory.
   */
  boolean keepsFiles() {
    if (!spec.comparison().divergence()) {
      return false;
    }
    return switch (spec.comparison().rows()) {
      case LOADED -> false;
      case DISK -> true;
      case AUTO ->
          before
              .map(provenance -> provenance.path(KEY))
              .filter(JsonNode::isTextual)
              .map(known -> known.asText().equals(word(true)))
              .orElseGet(
                  () ->
                      twoLargest(spec.models())
                          > FreeMemory.SHARE * FreeMemory.bytes(spec.engine()));
    };
  }

  private static long twoLargest(List<Path> models) {
    return models.stream()
        .mapToLong(ReferenceMode::size)
        .boxed()
        .sorted((a, b) -> Long.compare(b, a))
        .limit(2)
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // what cannot be read is refused elsewhere
    }
  }
}
