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
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec.FineTunedSpec;
import dev.steerage.evaluation.InterventionSpec.LoraSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EvaluationSpec} as YAML. Its keys are the names of the command line's options; relative
 * paths are relative to the YAML file.
 */
public final class SpecFile {
  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder()
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final int MOST_BYTES = 4 << 20;
  private static final String ALL = "all";

  static {
    YAML.configOverride(List.class).setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
  }

  private SpecFile() {}

  private record Document(
      @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) List<String> models,
      @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) List<String> behaviors,
      @Nullable Boolean negativeFirst,
      @Nullable String chatFormat,
      @Nullable List<Intervention> interventions,
      @Nullable String aggregation,
      @Nullable String gpuLayers,
      @Nullable Integer threads,
      @Nullable Integer batchTokens,
      @Nullable String kvType,
      @Nullable Boolean flashAttention) {}

  /** One of vector, fine-tuned, lora and system-prompt says what it is. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Intervention(
      @Nullable String name,
      @Nullable String vector,
      @Nullable List<Integer> layers,
      @Nullable List<Double> coefficients,
      @Nullable String fineTuned,
      @Nullable String lora,
      @Nullable List<Double> scales,
      @Nullable String systemPrompt,
      @Nullable List<String> models,
      @Nullable List<String> behaviors) {}

  /** The spec, complete, as the text of a YAML file in {@code folder}. */
  public static String write(EvaluationSpec spec, Path folder) {
    EngineSpec engine = spec.engine();
    Document document =
        new Document(
            spec.models().stream().map(p -> relative(folder, p)).toList(),
            spec.behaviors().stream().map(p -> relative(folder, p)).toList(),
            spec.order() == HalfOrder.NEGATIVE_FIRST,
            word(spec.chatFormat()),
            spec.interventions().stream().map(i -> intervention(folder, i)).toList(),
            spec.aggregation().word(),
            engine.gpuLayers() == LlamaModel.Options.ALL_LAYERS ? ALL : "" + engine.gpuLayers(),
            engine.threads(),
            engine.batchTokens(),
            word(engine.kvType()),
            engine.flashAttention());
    try {
      return YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Intervention intervention(Path folder, InterventionSpec spec) {
    VectorSpec vector = spec instanceof VectorSpec v ? v : null;
    LoraSpec lora = spec instanceof LoraSpec l ? l : null;
    return new Intervention(
        spec.name(),
        vector == null ? null : relative(folder, vector.vector()),
        vector == null ? null : vector.layers(),
        vector == null ? null : vector.coefficients(),
        spec instanceof FineTunedSpec f ? relative(folder, f.model()) : null,
        lora == null ? null : relative(folder, lora.lora()),
        lora == null ? null : lora.scales(),
        spec instanceof SystemPromptSpec p ? p.text() : null,
        spec.scope().models(),
        spec.scope().behaviors());
  }

  private static String relative(Path folder, Path file) {
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
   * @throws InputException naming the line of what is wrong
   */
  public static EvaluationSpec read(Path file) {
    String text = new InputFile(file).utf8(new InputFile(file).bytes(MOST_BYTES));
    try {
      JsonNode tree = YAML.readTree(text);
      if (tree.isMissingNode() || tree.isNull()) {
        throw InputException.in(file, "is empty; it needs at least models and behaviors");
      }
      if (!tree.isObject()) {
        throw InputException.in(file, "has no keys; it needs at least models and behaviors");
      }
      return spec(file, YAML.readValue(text, Document.class));
    } catch (JsonProcessingException e) {
      throw SpecErrors.of(file, text, e);
    } catch (InvalidPathException e) {
      throw InputException.in(
          file, "'" + InputFile.shown(e.getInput()) + "' is no path; write another", e);
    }
  }

  private static EvaluationSpec spec(Path file, Document d) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    EngineSpec exact = EngineSpec.exact();
    return new EvaluationSpec(
        d.models().stream().map(p -> resolve(folder, p)).toList(),
        d.behaviors().stream().map(p -> resolve(folder, p)).toList(),
        isTrue(d.negativeFirst()) ? HalfOrder.NEGATIVE_FIRST : HalfOrder.POSITIVE_FIRST,
        d.chatFormat() == null
            ? ChatFormatName.AUTO
            : choice(file, "chat-format", d.chatFormat(), ChatFormatName.values()),
        interventions(file, d),
        d.aggregation() == null
            ? Aggregation.MEAN
            : choice(file, "aggregation", d.aggregation(), Aggregation.values()),
        new EngineSpec(
            d.gpuLayers() == null ? exact.gpuLayers() : gpuLayers(d.gpuLayers()),
            d.threads() == null ? exact.threads() : d.threads(),
            d.batchTokens() == null ? exact.batchTokens() : d.batchTokens(),
            d.kvType() == null
                ? exact.kvType()
                : choice(file, "kv-type", d.kvType(), KvType.values()),
            isTrue(d.flashAttention())));
  }

  /**
   * The number of blocks that {@code --gpu-layers} means: a number, or {@code all}.
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
      throw new InputException("--gpu-layers " + text + " is no number; give 0 or more, or all", e);
    }
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return value != null && value;
  }

  private static List<InterventionSpec> interventions(Path file, Document d) {
    List<InterventionSpec> specs = new ArrayList<>();
    for (Intervention i : d.interventions() == null ? List.<Intervention>of() : d.interventions()) {
      specs.add(intervention(file, i, "interventions[" + specs.size() + "]"));
    }
    return specs;
  }

  private static InterventionSpec intervention(Path file, Intervention i, String place) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Scope scope = new Scope(orEmpty(i.models()), orEmpty(i.behaviors()));
    long kinds =
        Stream.of(i.vector(), i.fineTuned(), i.lora(), i.systemPrompt())
            .filter(Objects::nonNull)
            .count();
    if (kinds != 1) {
      throw InputException.in(
          file,
          place
              + " must have one of the keys vector, fine-tuned, lora, system-prompt, not "
              + kinds);
    }
    refuse(file, place, "layers, coefficients", "vector", i.vector(), i.layers(), i.coefficients());
    refuse(file, place, "scales", "lora", i.lora(), i.scales());
    List<Double> one = List.of(1.0);
    if (i.vector() != null) {
      Path path = resolve(folder, i.vector());
      List<Double> coefficients = i.coefficients() == null ? one : i.coefficients();
      return new VectorSpec(name(i, path), path, orEmpty(i.layers()), coefficients, scope);
    }
    if (i.lora() != null) {
      Path path = resolve(folder, i.lora());
      return new LoraSpec(name(i, path), path, i.scales() == null ? one : i.scales(), scope);
    }
    if (i.fineTuned() != null) {
      Path path = resolve(folder, i.fineTuned());
      return new FineTunedSpec(name(i, path), path, scope);
    }
    String text = String.valueOf(i.systemPrompt());
    return i.name() == null
        ? new SystemPromptSpec(text, scope)
        : new SystemPromptSpec(i.name(), text, scope);
  }

  private static String name(Intervention i, Path file) {
    return i.name() == null ? InputFile.name(file) : i.name();
  }

  /** Keys that say something about another kind of intervention have no meaning here. */
  private static void refuse(
      Path file,
      String place,
      String keys,
      String kind,
      @Nullable String own,
      @Nullable List<?>... values) {
    if (own == null && Stream.of(values).anyMatch(Objects::nonNull)) {
      throw InputException.in(
          file, place + " has no " + kind + ", so " + keys + " mean nothing there; take them out");
    }
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Path resolve(@Nullable Path folder, String path) {
    return folder == null ? Path.of(path) : folder.resolve(path).normalize();
  }

  /** The word of an option's value: {@code padded-mean} for PADDED_MEAN. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E choice(Path file, String key, String text, E[] values) {
    for (E value : values) {
      if (word(value).equals(text)) {
        return value;
      }
    }
    List<String> words = List.of(values).stream().map(SpecFile::word).toList();
    throw InputException.in(file, key + " '" + text + "' is none of " + String.join(", ", words));
  }
}
