package dev.steerage.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.ShippedBehaviors;
import dev.steerage.dataset.ShippedQuestions;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.likelihood.ChoiceNormalization;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;
import dev.steerage.runlog.Margin;
import dev.steerage.vector.DirectionMethod;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EvaluationSpec} as YAML. Its keys are the names of the command line's options; relative
 * paths are relative to the YAML file; the bare name of a shipped behavior is that behavior.
 */
public final class SpecFile {
  static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder()
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .registerModule(
              SpecRange.addTo(new SimpleModule())
                  .addSerializer(new SpecWord.Writer())
                  .addDeserializer(
                      ChatFormatName.class, new SpecWord.Reader<>(ChatFormatName.class))
                  .addDeserializer(Aggregation.class, new SpecWord.Reader<>(Aggregation.class))
                  .addDeserializer(ChoiceAnswer.class, new SpecWord.Reader<>(ChoiceAnswer.class))
                  .addDeserializer(
                      ChoiceNormalization.class, new SpecWord.Reader<>(ChoiceNormalization.class))
                  .addDeserializer(
                      DirectionMethod.class, new SpecWord.Reader<>(DirectionMethod.class))
                  .addDeserializer(KvType.class, new SpecWord.Reader<>(KvType.class))
                  .addDeserializer(Positions.class, new SpecWord.Reader<>(Positions.class))
                  .addDeserializer(ReferenceRows.class, new SpecWord.Reader<>(ReferenceRows.class))
                  .addDeserializer(SplitMode.class, new SpecWord.Reader<>(SplitMode.class))
                  .addDeserializer(Scale.class, new SpecWord.Reader<>(Scale.class)))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final int MOST_BYTES = 4 << 20;
  static final String ALL = "all";
  private static final String AUTO = "auto";

  static {
    YAML.configOverride(List.class).setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
  }

  private SpecFile() {}

  private record Document(
      @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) List<String> models,
      @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) List<String> behaviors,
      @Nullable Boolean negativeFirst,
      @Nullable ChatFormatName chatFormat,
      @Nullable List<SpecIntervention> interventions,
      @Nullable Aggregation aggregation,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String neutral,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Integer neutralContext,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Integer neutralChunks,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<String> capabilities,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) ChoiceAnswer choiceAnswer,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) ChoiceNormalization choiceNormalization,
      @Nullable Boolean divergence,
      @Nullable String reference,
      @Nullable ReferenceRows referenceRows,
      @Nullable String margin,
      @Nullable String gpuLayers,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<String> devices,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) SplitMode splitMode,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<Double> tensorSplit,
      @Nullable Integer threads,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Integer workers,
      @Nullable String batchTokens,
      @Nullable KvType kvType,
      @Nullable Boolean flashAttention,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Boolean layerSplit,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) SpecJudged judged,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) SpecTune tune,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String output) {}

  /** The spec, complete, as the text of a YAML file in {@code folder}. */
  public static String write(EvaluationSpec spec, Path folder) {
    EngineSpec engine = spec.engine();
    GpuUse gpus = engine.gpus();
    NeutralSpec neutral = spec.neutral();
    CapabilitySpec capability = spec.capability().sets().isEmpty() ? null : spec.capability();
    Document document =
        new Document(
            spec.models().stream().map(p -> relative(folder, p)).toList(),
            spec.behaviors().stream().map(p -> behavior(folder, p)).toList(),
            spec.order() == HalfOrder.NEGATIVE_FIRST,
            spec.chatFormat(),
            spec.interventions().stream().map(i -> SpecIntervention.of(i, folder)).toList(),
            spec.aggregation(),
            neutral == null ? null : neutral(folder, neutral.file()),
            neutral == null ? null : neutral.context(),
            neutral == null ? null : neutral.chunks(),
            capability == null
                ? null
                : capability.sets().stream().map(p -> set(folder, p)).toList(),
            capability == null ? null : capability.answer(),
            capability == null ? null : capability.normalization(),
            spec.comparison().divergence(),
            spec.comparison().reference(),
            spec.comparison().rows(),
            spec.comparison().margin().toString(),
            gpus.layers() == LlamaModel.Options.ALL_LAYERS ? ALL : "" + gpus.layers(),
            gpus.devices().isEmpty() ? null : gpus.devices(), // as layer-split below
            gpus.splitMode() == SplitMode.LAYER ? null : gpus.splitMode(),
            gpus.tensorSplit().isEmpty() ? null : gpus.tensorSplit(),
            engine.threads(),
            engine.workers() == 1 ? null : engine.workers(), // as layer-split below
            engine.isBatchAuto() ? AUTO : "" + engine.batchTokens(),
            engine.kvType(),
            engine.flashAttention(),
            engine.layerSplit() ? null : false, // a run that was begun without the key goes on
            SpecJudged.of(spec.judged(), folder),
            SpecTune.of(spec.tune()),
            null); // a run folder's spec is the run folder's own
    try {
      return YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A shipped behavior stays its bare name; a file of such a name has "./" before it. */
  static String behavior(Path folder, Path behavior) {
    if (ShippedBehaviors.isShipped(behavior)) {
      return behavior.toString();
    }
    String path = relative(folder, behavior);
    return ShippedBehaviors.isShipped(Path.of(path)) ? "./" + path : path;
  }

  /** Likewise. */
  private static String neutral(Path folder, Path file) {
    if (NeutralText.isShipped(file)) {
      return file.toString();
    }
    String path = relative(folder, file);
    return NeutralText.isShipped(Path.of(path)) ? "./" + path : path;
  }

  /** Likewise. */
  private static String set(Path folder, Path file) {
    if (ShippedQuestions.isShipped(file)) {
      return file.toString();
    }
    String path = relative(folder, file);
    return ShippedQuestions.isShipped(Path.of(path)) ? "./" + path : path;
  }

  static String relative(Path folder, Path file) {
    Path from = folder.toAbsolutePath().normalize();
    Path to = file.toAbsolutePath().normalize();
    String path =
        from.getRoot() == null || !from.getRoot().equals(to.getRoot())
            ? to.toString()
            : from.relativize(to).toString();
    return path.replace('\\', '/');
  }

  /**
   * Reads a spec.
   *
   * @throws InputException naming the lines of all that is wrong
   */
  public static EvaluationSpec read(Path file) {
    return read(file, text(file));
  }

  /**
   * Reads the text of a spec.
   *
   * @param file where it stands, or has stood
   * @throws InputException naming the lines of all that is wrong
   */
  static EvaluationSpec read(Path file, String text) {
    return spec(file, document(file, text));
  }

  /**
   * The run folder that a spec names, where it does.
   *
   * @throws InputException as {@link #read}
   */
  public static Optional<Path> output(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return Optional.ofNullable(document(file, text(file)).output())
        .map(path -> resolve(folder, path));
  }

  private static String text(Path file) {
    return new InputFile(file).utf8(new InputFile(file).bytes(MOST_BYTES));
  }

  private static Document document(Path file, String text) {
    try {
      SpecKeys.check(file, text, Document.class);
      JsonNode tree = YAML.readTree(text);
      if (tree.isMissingNode() || tree.isNull()) {
        throw InputException.in(file, "is empty; it needs at least models and behaviors");
      }
      if (!tree.isObject()) {
        throw InputException.in(file, "has no keys; it needs at least models and behaviors");
      }
      return YAML.readValue(text, Document.class);
    } catch (JsonProcessingException e) {
      throw SpecErrors.of(file, e);
    }
  }

  private static EvaluationSpec spec(Path file, Document document) {
    try {
      return specIn(file.toAbsolutePath().normalize().getParent(), document);
    } catch (InputException e) { // it names a key, but not whose
      throw InputException.in(file, String.valueOf(e.getMessage()), e);
    } catch (InvalidPathException e) {
      throw InputException.in(
          file, "'" + InputFile.shown(e.getInput()) + "' is no path; write another", e);
    }
  }

  private static EvaluationSpec specIn(@Nullable Path folder, Document d) {
    EngineSpec exact = EngineSpec.exact();
    int workers = d.workers() == null ? 1 : d.workers();
    List<Path> behaviors = d.behaviors().stream().map(p -> named(folder, p)).toList();
    return new EvaluationSpec(
        d.models().stream().map(p -> resolve(folder, p)).toList(),
        behaviors,
        isTrue(d.negativeFirst()) ? HalfOrder.NEGATIVE_FIRST : HalfOrder.POSITIVE_FIRST,
        d.chatFormat() == null ? ChatFormatName.AUTO : d.chatFormat(),
        interventions(folder, d),
        d.aggregation() == null ? Aggregation.MEAN : d.aggregation(),
        NeutralSpec.of(neutral(folder, d.neutral()), d.neutralContext(), d.neutralChunks()),
        comparison(d),
        new EngineSpec(
            gpus(d),
            d.threads() == null ? EngineSpec.threads(workers) : d.threads(),
            d.batchTokens() == null ? exact.batchTokens() : batchTokens(d.batchTokens()),
            d.kvType() == null ? exact.kvType() : d.kvType(),
            isTrue(d.flashAttention()),
            d.layerSplit() == null || d.layerSplit(),
            workers),
        new Extras(
            CapabilitySpec.of(sets(folder, d), d.choiceAnswer(), d.choiceNormalization()),
            SpecJudged.toSpec(d.judged(), folder, behaviors),
            SpecTune.budget(d.tune())));
  }

  private static GpuUse gpus(Document d) {
    return new GpuUse(
        d.gpuLayers() == null ? 0 : gpuLayers(d.gpuLayers()),
        d.devices() == null ? List.of() : d.devices(),
        d.splitMode() == null ? SplitMode.LAYER : d.splitMode(),
        d.tensorSplit() == null ? List.of() : d.tensorSplit());
  }

  private static ComparisonSpec comparison(Document d) {
    ComparisonSpec standard = ComparisonSpec.standard();
    return new ComparisonSpec(
        d.divergence() == null ? standard.divergence() : d.divergence(),
        d.reference() == null ? standard.reference() : d.reference(),
        d.referenceRows() == null ? standard.rows() : d.referenceRows(),
        d.margin() == null ? standard.margin() : Margin.parse(d.margin()));
  }

  /**
   * The number of blocks that {@code gpu-layers} means: a number, or {@code all}.
   *
   * @throws InputException for anything else
   */
  public static int gpuLayers(String text) {
    if (text.equalsIgnoreCase(ALL)) {
      return LlamaModel.Options.ALL_LAYERS;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InputException("gpu-layers " + text + " is no number; give 0 or more, or all", e);
    }
  }

  /**
   * The size of a batch that {@code batch-tokens} means: a number, or {@code auto}.
   *
   * @throws InputException for anything else
   */
  public static int batchTokens(String text) {
    if (text.equalsIgnoreCase(AUTO)) {
      return EngineSpec.AUTO_BATCH_TOKENS;
    }
    try {
      int tokens = Integer.parseInt(text);
      if (tokens != EngineSpec.AUTO_BATCH_TOKENS) {
        return tokens;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InputException(
        "batch-tokens " + text + " is out of range or no number; give 1 to 65536, or auto");
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return value != null && value;
  }

  private static List<InterventionSpec> interventions(@Nullable Path folder, Document d) {
    List<InterventionSpec> specs = new ArrayList<>();
    if (d.interventions() != null) {
      for (SpecIntervention entry : d.interventions()) {
        specs.add(entry.toSpec(folder, "interventions[" + specs.size() + "]"));
      }
    }
    return specs;
  }

  /** The path of a file, or the bare name of shipped pairs. */
  static Path named(@Nullable Path folder, String text) {
    Path path = Path.of(text);
    return ShippedBehaviors.isShipped(path) ? path : resolve(folder, text);
  }

  private static @Nullable Path neutral(@Nullable Path folder, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Path path = Path.of(text);
    return NeutralText.isShipped(path) ? path : resolve(folder, text);
  }

  private static @Nullable List<Path> sets(@Nullable Path folder, Document d) {
    return d.capabilities() == null
        ? null
        : d.capabilities().stream()
            .map(
                text ->
                    ShippedQuestions.isShipped(Path.of(text))
                        ? Path.of(text)
                        : resolve(folder, text))
            .toList();
  }

  static Path resolve(@Nullable Path folder, String path) {
    return folder == null ? Path.of(path) : folder.resolve(path).normalize();
  }

  /** The word of an option's value: {@code padded-mean} for PADDED_MEAN. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
