package dev.steerage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputFile;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.NeutralSpec;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.RunFact.Weight;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the numbers of a run depend on, from its spec, its provenance and its scores. */
final class RunFacts {
  private static final String SHA256 = "SHA-256";

  private final ReportRun run;
  private final List<ScoreRow> scores;
  private final Map<Fact, String> facts = new LinkedHashMap<>();

  /**
   * What a fact is about; the same name is the same subject in every run.
   *
   * @param kind of thing
   * @param name of it; empty where a run has one only
   */
  record Subject(Kind kind, String name) {
    /** The run as a whole. */
    static final Subject RUN = new Subject(Kind.RUN, "");

    /** The text on which side effects are measured. */
    static final Subject NEUTRAL = new Subject(Kind.NEUTRAL, "");

    /** In words; empty for the run. */
    String words() {
      return name.isEmpty() ? kind.word : kind.word + " " + InputFile.printable(name);
    }
  }

  /** Kinds of subjects. */
  enum Kind {
    RUN(""),
    BEHAVIOR("behavior"),
    MODEL("model"),
    INTERVENTION("intervention"),
    NEUTRAL("neutral text"),
    CAPABILITY("set of questions"),
    REFERENCE("reference of");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** A property of a subject. */
  record Fact(Weight weight, Subject subject, String property) {}

  private RunFacts(ReportRun run, List<ScoreRow> scores) {
    this.run = run;
    this.scores = scores;
  }

  /** Facts in the order to print; what is not known is not among them. */
  static Map<Fact, String> of(ReportRun run, List<ScoreRow> scores) {
    RunFacts facts = new RunFacts(run, scores);
    facts.addQuestion();
    facts.addBehaviors();
    facts.addModels();
    facts.addInterventions();
    facts.addNeutral();
    facts.addCapabilities();
    facts.addEngine();
    facts.addCircumstances();
    return facts.facts;
  }

  private void add(Weight weight, Subject subject, String property, String value) {
    if (!value.isEmpty()) {
      facts.put(new Fact(weight, subject, property), value);
    }
  }

  private void measured(Subject subject, String property, String value) {
    add(Weight.MEASURED, subject, property, value);
  }

  private void computed(String property, String value) {
    add(Weight.COMPUTED, Subject.RUN, property, value);
  }

  private void circumstance(String property, String value) {
    add(Weight.CIRCUMSTANCE, Subject.RUN, property, value);
  }

  private void addQuestion() {
    measured(Subject.RUN, "aggregation", run.spec().aggregation().word());
  }

  private void addBehaviors() {
    for (String name : names(Condition::behavior)) {
      Subject subject = new Subject(Kind.BEHAVIOR, name);
      measured(subject, SHA256, input("behaviors", "behavior", name));
      measured(subject, "pairs", pairs(name));
      measured(
          subject,
          "half order",
          run.spec().order() == HalfOrder.NEGATIVE_FIRST ? "negative first" : "positive first");
    }
  }

  /** Ids in their order: halves of the pairs are taken by it. */
  private String pairs(String behavior) {
    Set<String> ids = new LinkedHashSet<>();
    scores.stream()
        .filter(row -> row.condition().behavior().equals(behavior))
        .forEach(row -> ids.add(row.pair()));
    String all = String.join("\n", ids);
    return "%d, ids %.8s"
        .formatted(ids.size(), InputFile.sha256(all.getBytes(StandardCharsets.UTF_8)));
  }

  private void addModels() {
    for (String name : names(Condition::model)) {
      Subject subject = new Subject(Kind.MODEL, name);
      measured(subject, "name", name); // so that there is something to agree on without provenance
      measured(subject, SHA256, input("models", "model", name));
      measured(subject, "chat format", named("models", name).path("chat_format").asText());
      JsonNode reference = run.provenance().path("references").path(name);
      measured(new Subject(Kind.REFERENCE, name), "model", reference.asText());
    }
  }

  private void addInterventions() {
    each("vectors", "vector", vector -> addUse(vector, List.of("sha256", "layers")));
    each(
        "extracted_vectors",
        "extracted vector",
        vector -> {
          addUse(vector, List.of("pairs_sha256", "method", "position"));
          Subject subject = new Subject(Kind.INTERVENTION, text(vector, "name"));
          String model = text(vector, "model");
          String from = run.provenance().path("references").path(model).asText(model);
          measured(subject, "on " + InputFile.printable(model) + ", extracted from", from);
          add(
              Weight.COMPUTED,
              subject,
              "as extracted on " + InputFile.printable(model),
              text(vector, "sha256"));
        });
    each("loras", "LoRA adapter", lora -> addUse(lora, List.of("sha256")));
    each("fine_tuned_models", "fine-tuned model", model -> addUse(model, List.of("sha256")));
    each("system_prompts", "system prompt", prompt -> addUse(prompt, List.of("text")));
  }

  private void each(String key, String kind, Consumer<JsonNode> interventions) {
    for (JsonNode node : run.provenance().path(key)) {
      measured(new Subject(Kind.INTERVENTION, text(node, "name")), "kind", kind);
      interventions.accept(node);
    }
  }

  /** What an intervention is, and, of vectors, how it is added. */
  private void addUse(JsonNode node, List<String> properties) {
    Subject subject = new Subject(Kind.INTERVENTION, text(node, "name"));
    properties.forEach(
        p -> measured(subject, p.replace("sha256", SHA256).replace('_', ' '), text(node, p)));
    measured(subject, "positions", text(node, "positions"));
    measured(subject, "scale", text(node, "scale"));
    if (node.has("random_directions")) {
      add(
          Weight.COMPUTED,
          subject,
          "random directions",
          text(node, "random_directions") + ", seed " + text(node, "seed"));
    }
  }

  private void addNeutral() {
    NeutralSpec neutral = run.spec().neutral();
    if (neutral != null) {
      measured(
          Subject.NEUTRAL, SHA256, run.provenance().path("neutral_text").path("sha256").asText());
      measured(Subject.NEUTRAL, "context", neutral.context() + " tokens");
      Integer chunks = neutral.chunks();
      measured(Subject.NEUTRAL, "chunks", chunks == null ? "all" : "at most " + chunks);
    }
  }

  private void addCapabilities() {
    for (JsonNode set : run.provenance().path("capabilities")) {
      Subject subject = new Subject(Kind.CAPABILITY, text(set, "name"));
      measured(subject, SHA256, text(set, "sha256"));
      measured(subject, "answered by", text(set, "answer"));
    }
  }

  private void addEngine() {
    EngineSpec engine = run.spec().engine();
    JsonNode json = run.provenance();
    computed("program", text(json, "program"));
    computed("llama.cpp", text(json, "llama_cpp"));
    computed("device", join(json.path("devices")));
    computed("system", text(json, "system"));
    computed("GPU layers", engine.gpuLayers() < 0 ? "all" : "" + engine.gpuLayers());
    computed("KV cache", engine.kvType().name().toLowerCase(Locale.ROOT));
    computed("flash attention", engine.flashAttention() ? "on" : "off");
    boolean isSplit =
        StreamSupport.stream(json.path("layer_split").spliterator(), false)
            .anyMatch(entry -> !entry.has("refused"));
    computed("layer split", isSplit ? "on" : "off");
    computed("batch", engine.batchTokens() + " tokens");
    computed("threads", "" + engine.threads());
    computed("workers", "" + engine.workers());
  }

  private void addCircumstances() {
    circumstance("models", String.join(", ", names(Condition::model)));
    circumstance("behaviors", String.join(", ", names(Condition::behavior)));
    circumstance("conditions", String.join(", ", names(ConditionLabel::of)));
    circumstance("margin", run.spec().comparison().margin().toString());
    circumstance("start", text(run.provenance(), "start").replaceFirst("\\.[0-9]+Z$", "Z"));
    circumstance("seconds", text(run.provenance(), "seconds"));
    circumstance("tokens decoded", text(run.provenance(), "tokens_decoded"));
  }

  /** Of the conditions with scores, without random directions. */
  private List<String> names(Function<Condition, String> name) {
    return scores.stream()
        .map(ScoreRow::condition)
        .distinct()
        .filter(c -> !c.isRandomDirection())
        .map(name)
        .distinct()
        .toList();
  }

  /** SHA-256 of an input; a run that has not ended has it under another key. */
  private String input(String list, String word, String name) {
    String sha256 = text(named(list, name), "sha256");
    return sha256.isEmpty() ? text(run.provenance().path("inputs"), word + " " + name) : sha256;
  }

  private JsonNode named(String list, String name) {
    JsonNode all = run.provenance().path(list);
    return StreamSupport.stream(all.spliterator(), false)
        .filter(node -> text(node, "name").equals(name))
        .findFirst()
        .orElse(all.path("none"));
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asText();
  }

  private static String join(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }
}
