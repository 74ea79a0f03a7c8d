package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.Prompt;
import dev.steerage.dataset.PromptReader;
import dev.steerage.dataset.PromptSet;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs a generation spec, one model loaded at a time. Everything that can be wrong with the inputs
 * and the output is found before weights are loaded.
 */
public final class Generation {
  /** More texts at once gain little on a CPU. */
  private static final int MOST_SEQUENCES = 32;

  /** Room for 8 texts of 250 tokens of a model with 7 billion weights and an F32 cache. */
  private static final long MOST_CACHE_BYTES = 2L << 30;

  private final GenerationSpec spec;
  private final PromptSet prompts;
  private final GenerationPreflight preflight;
  private final GenerationListener listener;

  private Generation(
      GenerationSpec spec,
      PromptSet prompts,
      GenerationPreflight preflight,
      GenerationListener listener) {
    this.spec = spec;
    this.prompts = prompts;
    this.preflight = preflight;
    this.listener = listener;
  }

  /**
   * What a generation gives.
   *
   * @param texts of each condition
   * @param files that were written
   */
  public record Result(List<GeneratedTexts> texts, List<Path> files) {
    public Result {
      texts = List.copyOf(texts);
      files = List.copyOf(files);
    }
  }

  /**
   * Runs a spec and writes its texts.
   *
   * @throws InputException if a file or a setting cannot be used, or no pair can be made
   * @throws LlamaException if llama.cpp fails
   */
  public static Result run(
      GenerationSpec spec, GenerationTarget target, GenerationListener listener) {
    PromptSet prompts = PromptReader.read(spec.prompts());
    if (prompts.repeated() > 0) {
      listener.warning(
          "%s: %d entries have the prompt of another one; each prompt is continued once"
              .formatted(prompts.file(), prompts.repeated()));
    }
    List<GenerationCondition> conditions =
        GenerationCondition.of(spec, new InputFile(spec.model()).name(), prompts.name());
    GenerationFiles files = GenerationFiles.plan(target, conditions);
    Models.warning(spec.engine()).ifPresent(listener::warning);
    GenerationPreflight preflight = GenerationPreflight.of(spec, prompts, conditions, listener);
    listener.started(conditions.size() * prompts.prompts().size());
    List<GeneratedTexts> texts =
        new Generation(spec, prompts, preflight, listener).generate(conditions);
    listener.finished();
    return new Result(texts, files.write(texts, spec.sampling().seed(), listener));
  }

  private List<GeneratedTexts> generate(List<GenerationCondition> conditions) {
    Map<GenerationCondition, GeneratedTexts> texts = new LinkedHashMap<>();
    Map<Path, List<GenerationCondition>> byWeights = new LinkedHashMap<>();
    for (GenerationCondition condition : conditions) {
      ModelInput other = condition.setting().weights();
      Path weights = other == null ? spec.model() : other.file();
      byWeights.computeIfAbsent(weights, w -> new ArrayList<>()).add(condition);
    }
    byWeights.forEach((weights, group) -> texts.putAll(generate(weights, group)));
    return conditions.stream().map(c -> Objects.requireNonNull(texts.get(c))).toList();
  }

  private Map<GenerationCondition, GeneratedTexts> generate(
      Path weights, List<GenerationCondition> conditions) {
    listener.stage("loading " + InputFile.name(weights));
    EngineSpec engine = spec.engine();
    Map<GenerationCondition, GeneratedTexts> texts = new LinkedHashMap<>();
    try (LlamaModel model = Models.load(weights, engine.gpus().options())) {
      Generator.Room room = new Generator.Room(sequences(model), engine.batchTokens());
      try (LlamaContext context = LlamaContext.of(model, options(room));
          Adapter adapter = new Adapter(model, context)) {
        Generator generator = new Generator(model, context, room, spec.sampling());
        for (GenerationCondition condition : conditions) {
          listener.stage(condition.name());
          adapter.apply(condition.setting(), Double.NaN); // of no scale that needs it
          texts.put(
              condition,
              FiniteCheck.of(weights, condition.setting(), () -> generate(generator, condition)));
        }
      }
    }
    return texts;
  }

  private GeneratedTexts generate(Generator generator, GenerationCondition condition) {
    long start = System.nanoTime();
    List<Generator.Written> all =
        generator.generate(
            preflight.tokens(condition), condition.setting().positions(), listener::written);
    double seconds = (System.nanoTime() - start) * 1e-9;
    List<GeneratedText> texts = new ArrayList<>();
    String systemPrompt = condition.setting().systemPrompt();
    for (int i = 0; i < all.size(); i++) {
      Prompt prompt = prompts.prompts().get(i);
      Generator.Written written = all.get(i);
      texts.add(
          new GeneratedText(
              prompt,
              systemPrompt == null ? prompt.system() : systemPrompt,
              preflight.format().continuation(prompt.text(), written.text()),
              written.tokens(),
              written.finish()));
    }
    return new GeneratedTexts(condition.name(), texts, seconds);
  }

  /** Cells that one text needs at most. */
  private int cellsPerText() {
    return preflight.longestPrompt() + spec.sampling().maxTokens();
  }

  private int sequences(LlamaModel model) {
    if (!model.sharesPrompts()) {
      return 1; // a recurrent model keeps a whole state for each sequence
    }
    int valueBytes = spec.engine().kvType() == KvType.F32 ? 4 : 2;
    // keys and values; models with grouped queries need less
    long cellBytes = 2L * model.layers() * model.width() * valueBytes;
    long fitting = MOST_CACHE_BYTES / (cellBytes * cellsPerText());
    int wanted = Math.min(MOST_SEQUENCES, prompts.prompts().size());
    return (int) Math.max(1, Math.min(Math.min(wanted, spec.engine().batchTokens()), fitting));
  }

  private LlamaContext.Options options(Generator.Room room) {
    EngineSpec engine = spec.engine();
    return new LlamaContext.Options(
        room.sequences() * cellsPerText(),
        room.batchTokens(),
        room.sequences(),
        engine.threads(),
        engine.kvType(),
        engine.flashAttention());
  }
}
