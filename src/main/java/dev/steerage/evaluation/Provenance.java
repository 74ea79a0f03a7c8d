package dev.steerage.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.ProgramVersion;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.QuestionSet;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run used, for {@code provenance.json} (results/README.md has its keys). */
final class Provenance {
  private final EvaluationSpec spec;
  private final Inputs inputs;
  private final Instant start = Instant.now();
  private final Map<String, Map<String, Object>> loaded = new LinkedHashMap<>();

  Provenance(EvaluationSpec spec, Inputs inputs) {
    this.spec = spec;
    this.inputs = inputs;
  }

  /** Notes what a loaded model says of itself. */
  void loaded(ModelInput input, LlamaModel model) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("description", model.description());
    facts.put("weight_type", model.weightType());
    facts.put("weight_bytes", model.sizeInBytes());
    facts.put("parameters", model.parameters());
    facts.put("layers", model.layers());
    facts.put("width", model.width());
    loaded.put(input.sha256(), facts);
  }

  /**
   * Everything.
   *
   * @param before what the run folder had, for models that needed no loading this time
   */
  Map<String, Object> complete(List<Preflight> preflights, long tokensDecoded, JsonNode before) {
    Instant end = Instant.now();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("program", "steerage " + ProgramVersion.text());
    all.put("llama_cpp", LlamaLibrary.version());
    all.put("system", LlamaLibrary.systemInfo());
    all.put(
        "devices", LlamaLibrary.devices().stream().map(LlamaLibrary.Device::description).toList());
    all.put("engine", engine());
    all.put("inputs", inputs.hashes());
    all.put("models", preflights.stream().map(p -> model(p, before)).toList());
    all.put("behaviors", behaviors(preflights));
    all.put(
        "vectors",
        inputs.interventions(Intervention.Vector.class).stream().map(Provenance::vector).toList());
    all.put(
        "extracted_vectors",
        inputs.interventions(Intervention.Extracted.class).stream()
            .flatMap(e -> extracted(e).stream())
            .toList());
    all.put(
        "loras",
        inputs.interventions(Intervention.Lora.class).stream().map(Provenance::lora).toList());
    all.put(
        "fine_tuned_models",
        inputs.interventions(Intervention.FineTuned.class).stream()
            .map(f -> weights(f.spec().name(), f.weights(), before.path("fine_tuned_models")))
            .toList());
    all.put(
        "system_prompts",
        inputs.interventions(Intervention.SystemPrompt.class).stream()
            .map(p -> Map.of("name", p.spec().name(), "text", p.spec().text()))
            .toList());
    NeutralText neutral = inputs.neutral();
    if (neutral != null) {
      all.put("neutral_text", neutral(neutral, preflights));
    }
    if (!inputs.capabilities().isEmpty()) {
      all.put("capabilities", inputs.capabilities().stream().map(this::capability).toList());
    }
    all.put("start", start.toString());
    all.put("end", end.toString());
    all.put("seconds", Duration.between(start, end).toMillis() / 1000.0);
    all.put("tokens_decoded", tokensDecoded);
    return all;
  }

  private Map<String, Object> engine() {
    EngineSpec engine = spec.engine();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("gpu_layers", engine.gpuLayers());
    map.put(
        "gpus", engine.gpus().gpus(LlamaLibrary.devices()).stream().map(d -> d.name()).toList());
    map.put("split_mode", SpecFile.word(engine.gpus().splitMode()));
    map.put("tensor_split", engine.gpus().tensorSplit());
    map.put("rpc_servers", engine.gpus().servers());
    map.put("threads", engine.threads());
    map.put("workers", engine.workers());
    map.put("batch_tokens", engine.batchTokens());
    map.put("kv_type", SpecFile.word(engine.kvType()));
    map.put("flash_attention", engine.flashAttention());
    map.put("layer_split", engine.layerSplit());
    return map;
  }

  private Map<String, Object> model(Preflight preflight, JsonNode before) {
    ModelInput input = preflight.input();
    Map<String, Object> map = weights(input.name(), input, before.path("models"));
    map.put("chat_format", preflight.format().name());
    return map;
  }

  private Map<String, Object> weights(String name, ModelInput input, JsonNode before) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("file", String.valueOf(input.file().getFileName()));
    map.put("sha256", input.sha256());
    Map<String, Object> facts = loaded.get(input.sha256());
    if (facts != null) {
      map.putAll(facts);
    } else {
      for (JsonNode known : before) {
        if (known.path("sha256").asText().equals(input.sha256())) {
          known.properties().forEach(f -> map.putIfAbsent(f.getKey(), f.getValue()));
        }
      }
    }
    return map;
  }

  private List<Map<String, Object>> behaviors(List<Preflight> preflights) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Behavior behavior : inputs.behaviors()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", behavior.name());
      map.put("file", String.valueOf(behavior.file().getFileName()));
      map.put("sha256", behavior.sha256());
      map.put("pairs", behavior.pairs().size());
      map.put("positive_from", behavior.positiveFrom());
      Map<String, Integer> straddling = new LinkedHashMap<>();
      preflights.forEach(p -> straddling.put(p.input().name(), p.straddling(behavior.name())));
      map.put("texts_with_straddling_token", straddling);
      list.add(map);
    }
    return list;
  }

  private static Map<String, Object> neutral(NeutralText neutral, List<Preflight> preflights) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", neutral.name());
    map.put("file", String.valueOf(neutral.spec().file().getFileName()));
    map.put("sha256", neutral.sha256());
    map.put("context", neutral.spec().context());
    Map<String, Integer> chunks = new LinkedHashMap<>();
    for (Preflight preflight : preflights) {
      NeutralChunks own = preflight.neutral();
      chunks.put(preflight.input().name(), own == null ? 0 : own.count());
    }
    map.put("chunks", chunks);
    return map;
  }

  private Map<String, Object> capability(QuestionSet set) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", set.name());
    map.put("file", String.valueOf(set.file().getFileName()));
    map.put("sha256", set.sha256());
    map.put("layout", set.layout().words());
    map.put("questions", set.questions().size());
    map.put("answer", spec.capability().answer().toString());
    map.put("normalization", spec.capability().normalization().word());
    return map;
  }

  private static Map<String, Object> vector(Intervention.Vector input) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", input.spec().name());
    map.put("file", String.valueOf(input.vector().file().getFileName()));
    map.put("sha256", input.vector().sha256());
    map.put("layers", input.vector().source().layerMeaning());
    Map<String, Double> norms = new LinkedHashMap<>();
    for (int layer : input.layers()) {
      norms.put(Integer.toString(layer), input.vector().norm(layer));
    }
    map.put("norm_by_layer", norms);
    putUse(map, input.spec().use());
    return map;
  }

  /** One object for each model that has a vector of it. */
  private List<Map<String, Object>> extracted(Intervention.Extracted input) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (ModelInput model : inputs.models()) {
      input
          .vectors()
          .find(model.name())
          .ifPresent(
              vector -> {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("name", input.spec().name());
                map.put("model", model.name());
                map.put("file", String.valueOf(vector.file().getFileName()));
                map.put("sha256", vector.sha256());
                map.put("pairs", input.pairs().name());
                map.put("pairs_sha256", input.sha256());
                map.put("method", input.spec().method().word());
                map.put("position", input.pairs().position().toString());
                putUse(map, input.spec().use());
                list.add(map);
              });
    }
    return list;
  }

  private static void putUse(Map<String, Object> map, VectorUse use) {
    map.put("positions", use.positions().toString());
    map.put("scale", use.scale().toString());
    RandomDirections random = use.random();
    if (random != null) {
      map.put("random_directions", random.count());
      map.put("seed", random.seed());
    }
  }

  private static Map<String, Object> lora(Intervention.Lora input) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", input.spec().name());
    map.put("file", String.valueOf(input.file().file().getFileName()));
    map.put("sha256", input.file().sha256());
    map.put("matrices", input.file().matrices().size());
    return map;
  }
}
