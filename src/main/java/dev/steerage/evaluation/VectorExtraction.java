package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.evaluation.Intervention.Extracted;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.OutputFile.Existing;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.VectorRow;
import dev.steerage.vector.DirectionMethod.Length;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.SteeringVectorReader;
import dev.steerage.vector.VectorArithmetic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Extracts the vectors that a run needs of its models, one model loaded at a time. Each is what
 * {@code steerage extract} writes: all layers, every fifth pair held out.
 */
final class VectorExtraction {
  private final EvaluationSpec spec;
  private final Inputs inputs;
  private final EvaluationListener listener;
  private final List<Task> tasks = new ArrayList<>();
  private long tokensDecoded;

  /** One vector. */
  private record Task(Extracted intervention, Preflight model, Extraction extraction) {}

  private VectorExtraction(EvaluationSpec spec, Inputs inputs, EvaluationListener listener) {
    this.spec = spec;
    this.inputs = inputs;
    this.listener = listener;
  }

  /**
   * Makes tokens of all pairs; no weights are loaded.
   *
   * @throws InputException if pairs do not fit a model
   */
  static VectorExtraction of(
      EvaluationSpec spec,
      Inputs inputs,
      List<Preflight> models,
      References references,
      EvaluationListener listener) {
    VectorExtraction extraction = new VectorExtraction(spec, inputs, listener);
    for (Preflight model : references.referencesFirst(models)) {
      List<Extracted> needed =
          inputs.interventions(Extracted.class).stream()
              .filter(e -> isNeeded(e, model.input().name(), references))
              .toList();
      if (!needed.isEmpty()) {
        extraction.add(model, needed);
      }
    }
    return extraction;
  }

  /** Whether the model, or one that it is the reference of, runs with the intervention. */
  private static boolean isNeeded(Extracted intervention, String model, References references) {
    List<String> models = intervention.spec().scope().models();
    return models.isEmpty()
        || models.contains(model)
        || references.dependents(model).stream().anyMatch(models::contains);
  }

  private void add(Preflight model, List<Extracted> interventions) {
    try (LlamaModel tokenizer = Models.load(model.input().file(), LlamaModel.Options.tokenizer())) {
      for (Extracted e : interventions) {
        Extraction extraction =
            new Extraction(
                extractionSpec(e, model), model.input(), e.pairs(), withoutWarnings(model));
        extraction.check(tokenizer, model.format());
        tasks.add(new Task(e, model, extraction));
      }
    }
  }

  private ExtractionSpec extractionSpec(Extracted e, Preflight model) {
    return new ExtractionSpec(
        model.input().file(),
        new ExtractionSource.Pairs(List.of(e.spec().pairs()), e.spec().order()),
        null,
        e.spec().method(),
        Length.PROJECTION,
        List.of(),
        ExtractionSpec.DEFAULT_HELD_OUT,
        spec.chatFormat(),
        spec.engine());
  }

  /** They are of the recommended layer, which a run does not ask for. */
  private EvaluationListener withoutWarnings(Preflight model) {
    return new EvaluationListener() {
      @Override
      public void started(long tokens, int cells, int complete) {
        listener.started(tokens, cells, complete);
        listener.stage("pairs on " + model.input().name());
      }

      @Override
      public void stage(String what) {
        listener.stage(what);
      }

      @Override
      public void decoded(long tokens) {
        tokensDecoded += tokens;
        listener.decoded(tokens);
      }

      @Override
      public void finished() {
        listener.finished();
      }
    };
  }

  /**
   * Extracts each vector that the run folder does not have, and gives all of them to their
   * interventions.
   *
   * @throws InputException if pairs give no direction, or a coefficient is too large for one
   */
  void run(RunFolder run) {
    for (Task task : tasks) {
      String model = task.model().input().name();
      Path file = run.vectorFile(task.intervention().spec().name(), model);
      SteeringVector vector = existing(run, file, task).orElseGet(() -> extract(run, file, task));
      task.intervention().vectors().put(model, vector);
    }
    for (Task task : tasks) {
      check(task.model());
    }
    if (!tasks.isEmpty()) {
      run.writeVectors(rows());
    }
  }

  private static SteeringVector extract(RunFolder run, Path file, Task task) {
    task.extraction().extract(new VectorTarget(file, Existing.REPLACE));
    run.seal(file);
    return SteeringVectorReader.read(file);
  }

  /** Tokens decoded by {@link #run}. */
  long tokensDecoded() {
    return tokensDecoded;
  }

  /** A vector that is there; one that is damaged, or of something else, is made again. */
  private static Optional<SteeringVector> existing(RunFolder run, Path file, Task task) {
    if (!run.isWhole(file)) {
      return Optional.empty();
    }
    try {
      SteeringVector vector = SteeringVectorReader.read(file);
      Map<String, String> notes = vector.source().metadata();
      boolean isIt =
          task.model().input().sha256().equals(notes.get(VectorTarget.MODEL_SHA256))
              && task.intervention().pairs().name().equals(notes.get(VectorTarget.PAIRS_NAME))
              && task.intervention().spec().method().word().equals(notes.get(VectorTarget.METHOD));
      return Optional.of(vector).filter(v -> isIt);
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  private void check(Preflight model) {
    InterventionCheck check = new InterventionCheck(model.input().file(), model.shape());
    for (Behavior behavior : inputs.behaviors()) {
      inputs
          .cells(model.input().name(), behavior.name())
          .forEach(cell -> check.check(cell.setting()));
    }
  }

  private List<VectorRow> rows() {
    List<VectorRow> rows = new ArrayList<>();
    for (Task task : tasks) {
      ExtractedVectors vectors = task.intervention().vectors();
      String model = task.model().input().name();
      SteeringVector vector = vectors.find(model).orElseThrow();
      Optional<String> reference = vectors.reference(model);
      Optional<SteeringVector> other = reference.flatMap(vectors::find);
      for (int layer : vector.layers()) {
        rows.add(
            new VectorRow(
                task.intervention().spec().name(),
                model,
                layer,
                vector.norm(layer),
                reference.orElse(null),
                other
                    .map(o -> VectorArithmetic.cosine(vector.direction(layer), o.direction(layer)))
                    .orElse(null)));
      }
    }
    return rows;
  }
}
