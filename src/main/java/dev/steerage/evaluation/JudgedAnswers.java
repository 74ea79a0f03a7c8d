package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.evaluation.GenerationTarget.Product;
import dev.steerage.evaluation.InterventionSpec.ExtractSpec;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Sampler;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.FileNames;
import dev.steerage.runlog.OutputFile;
import dev.steerage.runlog.RatingFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers of an evaluation's models to its behaviors' prompts under its conditions, in {@code
 * judged/} of its run folder, and what a judge is asked about them.
 *
 * @param spec of the evaluation
 * @param judged what of it is about the judge
 * @param run its folder
 */
public record JudgedAnswers(EvaluationSpec spec, JudgedSpec judged, Path run) {
  private static final String NAME = "judged";

  /**
   * Refuses, before the evaluation rather than after it, a judge that cannot rate and interventions
   * that texts cannot be generated under.
   *
   * @throws InputException naming the first
   */
  public void check() {
    try (LlamaModel model =
        Models.load(new InputFile(judged.judge()).path(), LlamaModel.Options.tokenizer())) {
      RatedText.of(model, ChatFormats.of(judged.chatFormat(), model), "");
    }
    for (InterventionSpec intervention : spec.interventions()) {
      boolean isResidual =
          intervention instanceof VectorSpec v && v.use().scale() == Scale.RESIDUAL;
      if (isResidual || intervention instanceof ExtractSpec) {
        throw new InputException(
            "texts cannot be generated under the intervention '%s' (an extracted vector, or one with scale residual), as judged asks; name a vector's file with scale raw or unit, or leave judged out"
                .formatted(InputFile.shown(intervention.name())));
      }
    }
  }

  /**
   * What a judge is asked about a model's answers on a behavior: the model's name, the folder of
   * the ratings, and the spec.
   */
  public record Asked(String model, Path folder, JudgeSpec spec) {}

  /**
   * Has each model answer each behavior's prompts, where that is not done yet.
   *
   * @return one for each model and behavior
   */
  public List<Asked> answer(GenerationListener listener) {
    List<Asked> asked = new ArrayList<>();
    for (Path model : spec.models()) {
      for (int b = 0; b < spec.behaviors().size(); b++) {
        Path behavior = spec.behaviors().get(b);
        Path folder = folder(run, model, behavior);
        asked.add(
            new Asked(
                InputFile.name(model),
                folder,
                new JudgeSpec(
                    judged.judge(),
                    texts(model, behavior, folder, listener),
                    InputFile.name(behavior),
                    judged.concepts().get(b),
                    judged.chatFormat(),
                    Condition.BASELINE,
                    run,
                    engine())));
      }
    }
    return asked;
  }

  /** The folders of ratings that are in a run folder, by model and behavior. */
  public static List<Path> folders(EvaluationSpec spec, Path run) {
    return spec.models().stream()
        .flatMap(model -> spec.behaviors().stream().map(behavior -> folder(run, model, behavior)))
        .filter(RatingFolder::isOne)
        .toList();
  }

  private static Path folder(Path run, Path model, Path behavior) {
    return run.resolve(NAME)
        .resolve(FileNames.safe(InputFile.name(model)))
        .resolve(FileNames.safe(InputFile.name(behavior)));
  }

  /** One file with the interventions on weights and activations, one with system prompts. */
  private List<Path> texts(Path model, Path behavior, Path folder, GenerationListener listener) {
    List<InterventionSpec> weights = new ArrayList<>();
    List<SystemPromptSpec> prompts = new ArrayList<>();
    for (InterventionSpec intervention : spec.interventions()) {
      if (!intervention.scope().includes(InputFile.name(model), InputFile.name(behavior))) {
        continue;
      }
      if (intervention instanceof SystemPromptSpec prompt) {
        prompts.add(prompt);
      } else {
        weights.add(withoutRandom(intervention));
      }
    }
    List<Path> files = new ArrayList<>();
    Path file = folder.resolveSibling(folder.getFileName() + ".jsonl");
    files.add(write(file, model, behavior, weights, List.of(), listener));
    if (!prompts.isEmpty()) {
      Path other = folder.resolveSibling(folder.getFileName() + "-system-prompts.jsonl");
      files.add(write(other, model, behavior, List.of(), prompts, listener));
    }
    return files;
  }

  private Path write(
      Path file,
      Path model,
      Path behavior,
      List<InterventionSpec> weights,
      List<SystemPromptSpec> prompts,
      GenerationListener listener) {
    if (!Files.exists(file)) { // it is there only when it is complete
      Generation.run(
          new GenerationSpec(
              model,
              behavior,
              prompts,
              weights,
              prompts.isEmpty()
                  ? GenerationSpec.Baseline.INCLUDED
                  : GenerationSpec.Baseline.LEFT_OUT,
              spec.chatFormat(),
              new Sampling(Sampler.Options.GREEDY, 0, judged.maxTokens()),
              engine()),
          new GenerationTarget(file, Product.TEXTS, OutputFile.Existing.REFUSE),
          listener);
    }
    return file;
  }

  private static InterventionSpec withoutRandom(InterventionSpec intervention) {
    return intervention instanceof VectorSpec v
        ? new VectorSpec(
            v.name(),
            v.vector(),
            v.layers(),
            v.coefficients(),
            new VectorUse(v.use().positions(), v.use().scale(), null),
            v.scope())
        : intervention;
  }

  private EngineSpec engine() {
    EngineSpec engine = spec.engine();
    return engine.isBatchAuto() ? engine.withBatchTokens(EngineSpec.DEFAULT_BATCH_TOKENS) : engine;
  }
}
