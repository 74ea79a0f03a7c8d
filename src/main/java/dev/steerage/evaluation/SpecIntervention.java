package dev.steerage.evaluation;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec.ExtractSpec;
import dev.steerage.evaluation.InterventionSpec.FineTunedSpec;
import dev.steerage.evaluation.InterventionSpec.LoraSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.SteeringSpec;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.vector.DirectionMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an intervention in a spec file. One of vector, extract, fine-tuned, lora and
 * system-prompt says what it is.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SpecIntervention(
    @Nullable String name,
    @Nullable String vector,
    @Nullable String extract,
    @Nullable Boolean negativeFirst,
    @Nullable DirectionMethod method,
    @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<LayerRange> layers,
    @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<FactorRange> coefficients,
    @Nullable Positions positions,
    @Nullable Scale scale,
    @Nullable Integer randomDirections,
    @Nullable Integer seed,
    @Nullable String fineTuned,
    @Nullable String lora,
    @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<FactorRange> scales,
    @Nullable String systemPrompt,
    @Nullable List<String> models,
    @Nullable List<String> behaviors) {

  /** The keys of a spec, all that mean something for its kind, for a file in {@code folder}. */
  static SpecIntervention of(InterventionSpec spec, Path folder) {
    SteeringSpec vector = spec instanceof SteeringSpec v ? v : null;
    ExtractSpec extract = spec instanceof ExtractSpec e ? e : null;
    RandomDirections random = vector == null ? null : vector.use().random();
    LoraSpec lora = spec instanceof LoraSpec l ? l : null;
    return new SpecIntervention(
        spec.name(),
        spec instanceof VectorSpec v ? SpecFile.relative(folder, v.vector()) : null,
        extract == null ? null : SpecFile.behavior(folder, extract.pairs()),
        extract == null ? null : extract.order() == HalfOrder.NEGATIVE_FIRST,
        extract == null ? null : extract.method(),
        vector == null ? null : vector.layers().stream().map(LayerRange::of).toList(),
        vector == null ? null : factors(vector.coefficients()),
        vector == null ? null : vector.use().positions(),
        vector == null ? null : vector.use().scale(),
        random == null ? null : random.count(),
        random == null ? null : random.seed(),
        spec instanceof FineTunedSpec f ? SpecFile.relative(folder, f.model()) : null,
        lora == null ? null : SpecFile.relative(folder, lora.lora()),
        lora == null ? null : factors(lora.scales()),
        spec instanceof SystemPromptSpec p ? p.text() : null,
        spec.scope().models(),
        spec.scope().behaviors());
  }

  /**
   * The spec that these keys mean.
   *
   * @param folder that relative paths start from
   * @param place the entry's place in the file, for messages
   * @throws InputException for keys that do not go together
   */
  InterventionSpec toSpec(@Nullable Path folder, String place) {
    check(place);
    Scope scope = new Scope(orEmpty(models), orEmpty(behaviors));
    if (vector != null) {
      Path path = SpecFile.resolve(folder, vector);
      VectorUse use = use();
      String named = name == null ? InputFile.name(path) + use.suffix() : name;
      return new VectorSpec(
          named, path, LayerRange.values(orEmpty(layers)), orOne(coefficients), use, scope);
    }
    if (extract != null) {
      Path path = SpecFile.named(folder, extract);
      VectorUse use = use();
      DirectionMethod how = method == null ? DirectionMethod.MEAN_DIFFERENCE : method;
      String named = name == null ? ExtractSpec.nameOf(path, how, use) : name;
      return new ExtractSpec(
          named,
          path,
          order(),
          how,
          LayerRange.values(orEmpty(layers)),
          orOne(coefficients),
          use,
          scope);
    }
    if (lora != null) {
      Path path = SpecFile.resolve(folder, lora);
      return new LoraSpec(nameOf(path), path, orOne(scales), scope);
    }
    if (fineTuned != null) {
      Path path = SpecFile.resolve(folder, fineTuned);
      return new FineTunedSpec(nameOf(path), path, scope);
    }
    String text = String.valueOf(systemPrompt);
    return name == null
        ? new SystemPromptSpec(text, scope)
        : new SystemPromptSpec(name, text, scope);
  }

  private HalfOrder order() {
    return negativeFirst != null && negativeFirst
        ? HalfOrder.NEGATIVE_FIRST
        : HalfOrder.POSITIVE_FIRST;
  }

  private VectorUse use() {
    return new VectorUse(
        positions == null ? Positions.ALL : positions,
        scale == null ? Scale.RAW : scale,
        randomDirections == null
            ? null
            : new RandomDirections(randomDirections, seed == null ? 0 : seed));
  }

  private void check(String place) {
    List<String> kinds = new ArrayList<>();
    add(kinds, "vector", vector);
    add(kinds, "extract", extract);
    add(kinds, "fine-tuned", fineTuned);
    add(kinds, "lora", lora);
    add(kinds, "system-prompt", systemPrompt);
    if (kinds.size() != 1) {
      String found = kinds.isEmpty() ? "none" : String.join(", ", kinds);
      throw new InputException(
          place
              + " must have one of the keys vector, extract, fine-tuned, lora, system-prompt, and has "
              + found);
    }
    boolean steers = vector != null || extract != null;
    List<String> idle = new ArrayList<>();
    add(idle, "negative-first", extract == null ? negativeFirst : null);
    add(idle, "method", extract == null ? method : null);
    add(idle, "layers", steers ? null : layers);
    add(idle, "coefficients", steers ? null : coefficients);
    add(idle, "positions", steers ? null : positions);
    add(idle, "scale", steers ? null : scale);
    add(idle, "random-directions", steers ? null : randomDirections);
    add(idle, "seed", steers && randomDirections != null ? null : seed);
    add(idle, "scales", lora == null ? scales : null);
    if (!idle.isEmpty()) {
      throw new InputException(
          place
              + (extract == null ? " is a " : " is an ")
              + kinds.get(0)
              + ", for which "
              + String.join(", ", idle)
              + " means nothing; take it out");
    }
  }

  private static void add(List<String> names, String key, @Nullable Object value) {
    if (value != null) {
      names.add(key);
    }
  }

  private String nameOf(Path file) {
    return name == null ? InputFile.name(file) : name;
  }

  private static List<Double> orOne(@Nullable List<FactorRange> factors) {
    return factors == null ? List.of(1.0) : FactorRange.values(factors);
  }

  private static List<FactorRange> factors(List<Double> values) {
    return values.stream().map(FactorRange::of).toList();
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
