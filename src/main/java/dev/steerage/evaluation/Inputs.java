package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.evaluation.EvaluationSpec.VectorSpec;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.FileNames;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.SteeringVectorReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a spec, read but for the models' weights.
 *
 * @param models in the spec's order
 * @param behaviors in the spec's order
 * @param vectors one for each intervention of the spec
 */
record Inputs(List<ModelInput> models, List<Behavior> behaviors, List<VectorInput> vectors) {

  /** A model's file. */
  record ModelInput(String name, Path file, String sha256) {}

  /** A vector and what is asked of it; {@code layers} is never empty. */
  record VectorInput(VectorSpec spec, SteeringVector vector, List<Integer> layers) {}

  /**
   * Reads everything that a spec names.
   *
   * @throws InputException for the first file that cannot be used
   */
  static Inputs read(EvaluationSpec spec, EvaluationListener listener) {
    List<Behavior> behaviors = new ArrayList<>();
    for (Path file : spec.behaviors()) {
      behaviors.add(BehaviorReader.read(file, spec.order()));
    }
    List<VectorInput> vectors = new ArrayList<>();
    for (VectorSpec v : spec.interventions()) {
      SteeringVector vector = SteeringVectorReader.read(v.vector());
      vectors.add(new VectorInput(v, vector, layers(v, vector)));
    }
    List<ModelInput> models = new ArrayList<>();
    for (Path file : spec.models()) {
      InputFile input = new InputFile(file);
      listener.stage("reading " + file);
      models.add(new ModelInput(input.name(), file, input.sha256()));
    }
    unique("models", models.stream().map(ModelInput::name).toList());
    unique("behaviors", behaviors.stream().map(Behavior::name).toList());
    Inputs inputs = new Inputs(models, behaviors, vectors);
    inputs.checkBehaviorNames();
    unique("vectors", inputs.conditions(models.get(0).name(), behaviors.get(0).name()));
    return inputs;
  }

  private List<String> conditions(String model, String behavior) {
    return cells(model, behavior).stream().map(c -> c.condition().condition()).toList();
  }

  private static List<Integer> layers(VectorSpec spec, SteeringVector vector) {
    if (!spec.layers().isEmpty()) {
      for (int layer : spec.layers()) {
        if (!vector.fitsAnyLayer() && !vector.layers().contains(layer)) {
          throw InputException.in(
              spec.vector(), "has no direction for layer " + layer + "; it has " + vector.layers());
        }
      }
      return spec.layers();
    }
    if (vector.layers().size() == 1) {
      return List.of(vector.layers().first());
    }
    String which =
        vector.fitsAnyLayer() ? "it names none itself" : "it has directions for " + vector.layers();
    throw InputException.in(
        spec.vector(), "needs a layer (" + which + "); add one (--layer N, or layers in a spec)");
  }

  /** Names become folders and columns, so two files with one name would run into each other. */
  private static void unique(String what, List<String> names) {
    Map<String, String> seen = new LinkedHashMap<>();
    for (String name : names) {
      String before = seen.put(FileNames.safe(name), name);
      if (before != null) {
        throw new InputException(
            "two of the "
                + what
                + " have the name '"
                + name
                + "' in the results; rename a file, or name it once");
      }
    }
  }

  private void checkBehaviorNames() {
    List<String> names = behaviors.stream().map(Behavior::name).toList();
    for (VectorInput v : vectors) {
      for (String name : v.spec().behaviors()) {
        if (!names.contains(name)) {
          throw InputException.in(
              v.spec().vector(), "is for the behavior '" + name + "', which is none of " + names);
        }
      }
    }
  }

  /** SHA-256 of each file, by the words that name it in messages. */
  Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    models.forEach(m -> hashes.put("model " + m.name(), m.sha256()));
    behaviors.forEach(b -> hashes.put("behavior " + b.name(), b.sha256()));
    vectors.forEach(v -> hashes.put("vector " + v.vector().name(), v.vector().sha256()));
    return hashes;
  }

  /** The conditions of a model on a behavior, the baseline first. */
  List<Cell> cells(String model, String behavior) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(Condition.baseline(model, behavior), null));
    for (VectorInput v : vectors) {
      if (!v.spec().behaviors().isEmpty() && !v.spec().behaviors().contains(behavior)) {
        continue;
      }
      for (int layer : v.layers()) {
        for (double coefficient : v.spec().coefficients()) {
          Steering steering = new Steering(v.vector(), layer, coefficient);
          Condition condition =
              new Condition(
                  model, behavior, steering.condition(), v.vector().name(), layer, coefficient);
          cells.add(new Cell(condition, steering));
        }
      }
    }
    return cells;
  }

  /** The conditions of all models on all behaviors. */
  List<Cell> allCells() {
    List<Cell> cells = new ArrayList<>();
    for (ModelInput model : models) {
      for (Behavior behavior : behaviors) {
        cells.addAll(cells(model.name(), behavior.name()));
      }
    }
    return cells;
  }
}
