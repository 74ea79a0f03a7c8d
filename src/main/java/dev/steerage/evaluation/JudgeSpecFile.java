package dev.steerage.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.ShippedConcepts;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;
import dev.steerage.runlog.Condition;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JudgeSpec} as YAML. Its keys are the names of the command line's options; relative paths
 * are relative to the YAML file.
 */
public final class JudgeSpecFile {
  /** What the concept is called where nothing else is asked. */
  public static final String CONCEPT = "concept";

  private static final int MOST_BYTES = 4 << 20;

  private JudgeSpecFile() {}

  private record Document(
      @JsonProperty(required = true) String judge,
      @JsonProperty(required = true) List<String> generations,
      @Nullable String behavior,
      @Nullable String concept,
      @Nullable ChatFormatName chatFormat,
      @Nullable String baseline,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String run,
      @Nullable String gpuLayers,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<String> devices,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) SplitMode splitMode,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<Double> tensorSplit,
      @Nullable Integer threads,
      @Nullable KvType kvType,
      @Nullable Boolean flashAttention,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String output) {}

  /** The name of the concept and its description, of which one is enough. */
  public record Named(String behavior, String concept) {
    /**
     * Fills in what is not given.
     *
     * @throws InputException if neither is, or the name is of no shipped behavior and alone
     */
    public static Named of(@Nullable String behavior, @Nullable String concept) {
      if (behavior == null && concept == null) {
        throw new InputException(
            "what is to be judged is not said; give --concept TEXT, or --behavior with the name of a shipped behavior");
      }
      return new Named(
          behavior == null ? CONCEPT : behavior,
          concept == null ? ShippedConcepts.of(String.valueOf(behavior)) : concept);
    }
  }

  /** The spec, complete, as the text of a YAML file in {@code folder}. */
  static String write(JudgeSpec spec, Path folder) {
    EngineSpec engine = spec.engine();
    GpuUse gpus = engine.gpus();
    Path run = spec.run();
    Document document =
        new Document(
            SpecFile.relative(folder, spec.judge()),
            spec.generations().stream().map(p -> SpecFile.relative(folder, p)).toList(),
            spec.behavior(),
            spec.concept(),
            spec.chatFormat(),
            spec.baseline(),
            run == null ? null : SpecFile.relative(folder, run),
            engine.gpuLayers() == LlamaModel.Options.ALL_LAYERS
                ? SpecFile.ALL
                : "" + engine.gpuLayers(),
            gpus.devices().isEmpty() ? null : gpus.devices(),
            gpus.splitMode() == SplitMode.LAYER ? null : gpus.splitMode(),
            gpus.tensorSplit().isEmpty() ? null : gpus.tensorSplit(),
            engine.threads(),
            engine.kvType(),
            engine.flashAttention(),
            null);
    try {
      return SpecFile.YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a spec.
   *
   * @throws InputException naming the lines of all that is wrong
   */
  public static JudgeSpec read(Path file) {
    Document document = document(file);
    Path folder = folder(file);
    try {
      return spec(folder, document);
    } catch (InputException e) { // it names a key, but not whose
      throw InputException.in(file, String.valueOf(e.getMessage()), e);
    } catch (InvalidPathException e) {
      throw InputException.in(
          file, "'" + InputFile.shown(e.getInput()) + "' is no path; write another", e);
    }
  }

  /**
   * The folder that a spec names for its results, where it does.
   *
   * @throws InputException as {@link #read}
   */
  public static Optional<Path> output(Path file) {
    return Optional.ofNullable(document(file).output())
        .map(path -> SpecFile.resolve(folder(file), path));
  }

  private static @Nullable Path folder(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }

  private static Document document(Path file) {
    InputFile input = new InputFile(file);
    String text = input.utf8(input.bytes(MOST_BYTES));
    try {
      SpecKeys.check(file, text, Document.class);
      if (!SpecFile.YAML.readTree(text).isObject()) {
        throw InputException.in(file, "has no keys; it needs at least judge and generations");
      }
      return SpecFile.YAML.readValue(text, Document.class);
    } catch (JsonProcessingException e) {
      throw SpecErrors.of(file, e);
    }
  }

  private static JudgeSpec spec(@Nullable Path folder, Document d) {
    EngineSpec exact = EngineSpec.exact();
    Named named = Named.of(d.behavior(), d.concept());
    GpuUse gpus =
        new GpuUse(
            d.gpuLayers() == null ? 0 : SpecFile.gpuLayers(d.gpuLayers()),
            d.devices() == null ? List.of() : d.devices(),
            d.splitMode() == null ? SplitMode.LAYER : d.splitMode(),
            d.tensorSplit() == null ? List.of() : d.tensorSplit());
    return new JudgeSpec(
        SpecFile.resolve(folder, d.judge()),
        d.generations().stream().map(p -> SpecFile.resolve(folder, p)).toList(),
        named.behavior(),
        named.concept(),
        d.chatFormat() == null ? ChatFormatName.AUTO : d.chatFormat(),
        d.baseline() == null ? Condition.BASELINE : d.baseline(),
        d.run() == null ? null : SpecFile.resolve(folder, d.run()),
        new EngineSpec(
            gpus,
            d.threads() == null ? EngineSpec.threads(1) : d.threads(),
            exact.batchTokens(),
            d.kvType() == null ? exact.kvType() : d.kvType(),
            d.flashAttention() != null && d.flashAttention(),
            true,
            1));
  }
}
