package dev.steerage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a run was asked and used, in words, from its provenance. */
final class RunProvenance {
  private RunProvenance() {}

  /** Name to value, in the order to print. */
  static Map<String, String> lines(JsonNode json) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Program", json.path("program").asText());
    lines.put("llama.cpp", json.path("llama_cpp").asText());
    lines.put("Devices", join(json.path("devices"), JsonNode::asText));
    lines.put("Engine", engine(json.path("engine")));
    lines.put("Models", join(json.path("models"), RunProvenance::model));
    lines.put(
        "Behaviors",
        join(
            json.path("behaviors"),
            b ->
                "%s (%s pairs; positives: %s)"
                    .formatted(text(b, "name"), text(b, "pairs"), text(b, "positive_from"))));
    put(lines, "Vectors", json.path("vectors"), RunProvenance::vector);
    put(
        lines,
        "Extracted vectors",
        json.path("extracted_vectors"),
        v ->
            "%s of %s (%s; %s)"
                .formatted(text(v, "name"), text(v, "model"), text(v, "method"), text(v, "pairs")));
    put(
        lines,
        "LoRA adapters",
        json.path("loras"),
        l -> "%s (%s matrices)".formatted(text(l, "name"), text(l, "matrices")));
    put(lines, "Fine-tuned models", json.path("fine_tuned_models"), RunProvenance::model);
    put(
        lines,
        "System prompts",
        json.path("system_prompts"),
        p -> "%s: “%s”".formatted(text(p, "name"), text(p, "text")));
    JsonNode neutral = json.path("neutral_text");
    if (!neutral.isMissingNode()) {
      lines.put(
          "Neutral text",
          "%s (chunks of %s tokens, of each the second half scored; by model: %s)"
              .formatted(
                  text(neutral, "name"),
                  text(neutral, "context"),
                  neutral.path("chunks").properties().stream()
                      .map(chunks -> chunks.getKey() + " " + chunks.getValue().asText())
                      .collect(Collectors.joining(", "))));
    }
    put(
        lines,
        "Capabilities",
        json.path("capabilities"),
        c ->
            "%s (%s questions, %s; answered by %s%s)"
                .formatted(
                    text(c, "name"),
                    text(c, "questions"),
                    text(c, "layout"),
                    text(c, "answer"),
                    text(c, "answer").equals("text")
                        ? ", normalization " + text(c, "normalization")
                        : ""));
    lines.put("Started", json.path("start").asText());
    lines.put(
        "Took",
        "%s s, %s tokens decoded".formatted(text(json, "seconds"), text(json, "tokens_decoded")));
    return lines;
  }

  /** What of it matters beside other runs, on one line. */
  static String line(JsonNode json) {
    return json.path("program").isMissingNode()
        ? "what it used is not known"
        : "%s; llama.cpp %s; %s; %s; started %s"
            .formatted(
                text(json, "program"),
                text(json, "llama_cpp"),
                join(json.path("devices"), JsonNode::asText),
                engine(json.path("engine")) + split(json.path("layer_split")),
                text(json, "start"));
  }

  private static void put(
      Map<String, String> lines, String name, JsonNode list, Function<JsonNode, String> words) {
    if (!list.isEmpty()) {
      lines.put(name, join(list, words));
    }
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asText();
  }

  private static String engine(JsonNode engine) {
    return "%s threads, %s GPU layers, batches of %s tokens, %s KV cache, flash attention %s"
        .formatted(
            text(engine, "threads"),
            text(engine, "gpu_layers").equals("-1") ? "all" : text(engine, "gpu_layers"),
            text(engine, "batch_tokens"),
            text(engine, "kv_type"),
            engine.path("flash_attention").asBoolean() ? "on" : "off");
  }

  /** Behind which layers conditions were computed by themselves. */
  private static String split(JsonNode entries) {
    List<String> layers = new ArrayList<>();
    for (JsonNode entry : entries) {
      if (!entry.has("refused")) {
        layers.add(text(entry, "layer") + " of " + text(entry, "model"));
      }
    }
    return layers.isEmpty() ? "" : ", layer split behind " + String.join(", ", layers);
  }

  private static String model(JsonNode model) {
    String sha256 = text(model, "sha256");
    return "%s (%s, %.1f MB of weights, SHA-256 %s…)"
        .formatted(
            text(model, "name"),
            text(model, "weight_type"),
            model.path("weight_bytes").asDouble() / 1e6,
            sha256.substring(0, Math.min(12, sha256.length())));
  }

  private static String vector(JsonNode vector) {
    String use =
        vector.has("positions")
            ? "; positions %s, scale %s".formatted(text(vector, "positions"), text(vector, "scale"))
            : "";
    String random =
        vector.has("random_directions")
            ? "; %s random directions, seed %s"
                .formatted(text(vector, "random_directions"), text(vector, "seed"))
            : "";
    return "%s (norm by layer: %s%s%s)"
        .formatted(text(vector, "name"), norms(vector.path("norm_by_layer")), use, random);
  }

  private static String norms(JsonNode norms) {
    return norms.properties().stream()
        .map(f -> "%s: %.2f".formatted(f.getKey(), f.getValue().asDouble()))
        .collect(Collectors.joining(", "));
  }

  private static String join(JsonNode list, Function<JsonNode, String> words) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(words)
        .collect(Collectors.joining("; "));
  }
}
