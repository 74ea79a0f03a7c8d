package dev.steerage.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputFile;
import dev.steerage.ProgramVersion;
import dev.steerage.dataset.Answer;
import dev.steerage.dataset.AnswerFile;
import dev.steerage.dataset.AnswerSet;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Aspect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a judged run used, for {@code provenance.json} (results/README.md has its keys). */
final class JudgeProvenance {
  private final JudgeSpec spec;
  private final ModelInput judge;
  private final List<AnswerFile> files;
  private final ChatFormat format;
  private final JsonNode before;
  private final Instant start = Instant.now();
  private final Map<String, Object> loaded = new LinkedHashMap<>();
  private long tokensDecoded;

  /**
   * Nothing done yet.
   *
   * @param before what the folder has, for a judge that needs no loading this time
   */
  JudgeProvenance(
      JudgeSpec spec,
      ModelInput judge,
      List<AnswerFile> files,
      ChatFormat format,
      JsonNode before) {
    this.spec = spec;
    this.judge = judge;
    this.files = files;
    this.format = format;
    this.before = before;
  }

  /** Notes what the loaded judge says of itself. */
  void loaded(LlamaModel model, JudgeQuestions questions) {
    loaded.put("description", model.description());
    loaded.put("weight_type", model.weightType());
    loaded.put("weight_bytes", model.sizeInBytes());
    loaded.put("parameters", model.parameters());
    loaded.put("layers", model.layers());
    loaded.put("width", model.width());
    List<Map<String, Object>> tokens = new ArrayList<>();
    for (int token : questions.of(Aspect.FLUENCY, new Answer("", null, "", "")).ratings()) {
      String piece = new String(model.piece(token), StandardCharsets.UTF_8);
      tokens.add(Map.of("id", token, "piece", piece));
    }
    loaded.put("rating_tokens", tokens);
  }

  /** Notes how many tokens were decoded. */
  void decoded(long tokens) {
    tokensDecoded = tokens;
  }

  /** Everything. */
  Map<String, Object> complete() {
    Instant end = Instant.now();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("program", "steerage " + ProgramVersion.text());
    all.put("llama_cpp", LlamaLibrary.version());
    all.put("system", LlamaLibrary.systemInfo());
    all.put(
        "devices", LlamaLibrary.devices().stream().map(LlamaLibrary.Device::description).toList());
    all.put("engine", engine());
    all.put("judge", judge());
    all.put("behavior", spec.behavior());
    all.put("concept", spec.concept());
    all.put("baseline", spec.baseline());
    all.put(
        "conditions",
        files.stream().flatMap(f -> f.sets().stream()).map(AnswerSet::condition).toList());
    all.put("generations", files.stream().map(JudgeProvenance::generations).toList());
    Map<String, String> rubrics = new LinkedHashMap<>();
    for (Aspect aspect : Aspect.values()) {
      rubrics.put(aspect.word(), Rubric.of(aspect).template());
    }
    all.put("rubrics", rubrics);
    if (spec.run() != null) {
      all.put("run", String.valueOf(spec.run()));
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
    map.put("threads", engine.threads());
    map.put("batch_tokens", RatingDecoder.PIECE);
    map.put("kv_type", SpecFile.word(engine.kvType()));
    map.put("flash_attention", engine.flashAttention());
    return map;
  }

  private Map<String, Object> judge() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", judge.name());
    map.put("file", String.valueOf(judge.file().getFileName()));
    map.put("sha256", judge.sha256());
    map.put("bytes", new InputFile(judge.file()).size());
    map.put("chat_format", format.name());
    map.putAll(loaded);
    before.path("judge").properties().forEach(f -> map.putIfAbsent(f.getKey(), f.getValue()));
    return map;
  }

  private static Map<String, Object> generations(AnswerFile file) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", String.valueOf(file.file().getFileName()));
    map.put("sha256", file.sha256());
    Map<String, Integer> texts = new LinkedHashMap<>();
    file.sets().forEach(set -> texts.put(set.condition(), set.answers().size()));
    map.put("texts", texts);
    return map;
  }
}
