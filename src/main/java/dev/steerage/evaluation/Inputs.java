package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.QuestionReader;
import dev.steerage.dataset.QuestionSet;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.FileNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a spec, read but for the models' weights.
 *
 * @param models in the spec's order
 * @param behaviors in the spec's order
 * @param interventions in the spec's order
 * @param neutral text on which side effects are measured; null for none
 * @param capabilities sets of questions, in the spec's order
 * @param tuned the coefficients of a tune so far
 */
record Inputs(
    List<ModelInput> models,
    List<Behavior> behaviors,
    List<Intervention> interventions,
    @Nullable NeutralText neutral,
    List<QuestionSet> capabilities,
    TunedCells tuned) {

  /** A model's file. */
  record ModelInput(String name, Path file, FileHash hash) {
    /**
     * A file, not yet looked at.
     *
     * @throws InputException if there is none, or it may not be read
     */
    static ModelInput read(Path file) {
      InputFile input = new InputFile(file);
      return new ModelInput(input.name(), file, new FileHash(input));
    }

    /**
     * Of its bytes, lower-case hex.
     *
     * @throws InputException if it cannot be read
     */
    String sha256() {
      return hash.get();
    }
  }

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
    NeutralText neutral = spec.neutral() == null ? null : NeutralText.read(spec.neutral());
    List<QuestionSet> sets = spec.capability().sets().stream().map(QuestionReader::read).toList();
    List<Intervention> interventions = new ArrayList<>();
    for (InterventionSpec intervention : spec.interventions()) {
      if (intervention.file() != null) {
        listener.stage("reading " + intervention.file());
      }
      interventions.add(Intervention.read(intervention));
    }
    List<ModelInput> models = spec.models().stream().map(ModelInput::read).toList();
    unique("models", models.stream().map(ModelInput::name).toList());
    unique("behaviors", behaviors.stream().map(Behavior::name).toList());
    unique(
        "behaviors and sets of questions",
        Stream.concat(behaviors.stream().map(Behavior::name), sets.stream().map(QuestionSet::name))
            .toList());
    Inputs inputs =
        new Inputs(models, behaviors, interventions, neutral, sets, TunedCells.of(spec));
    inputs.checkScopes();
    inputs.checkOwnNames();
    inputs.checkConditions();
    return inputs;
  }

  /**
   * Says which models have a reference, so that vectors extracted on both are compared.
   *
   * @param names of the references by model
   * @throws InputException if conditions have one name then
   */
  void setReferences(Map<String, String> names) {
    interventions(Intervention.Extracted.class).forEach(e -> e.vectors().setReferences(names));
    checkConditions();
  }

  private void checkConditions() {
    for (ModelInput model : models) {
      for (Behavior behavior : behaviors) {
        unique(
            "conditions",
            cells(model.name(), behavior.name()).stream()
                .map(c -> c.condition().condition())
                .toList());
      }
    }
  }

  /** Whatever its scope, another intervention of such a name would be taken for the own vector. */
  private void checkOwnNames() {
    List<String> names = interventions.stream().map(i -> i.spec().name()).toList();
    for (Intervention.Extracted extracted : interventions(Intervention.Extracted.class)) {
      String own = Condition.own(extracted.spec().name());
      if (names.contains(own)) {
        throw new InputException(
            "the intervention '%s' has the name that each model's own vector of '%s' has; rename its file, or give it another name in a spec"
                .formatted(InputFile.shown(own), InputFile.shown(extracted.spec().name())));
      }
    }
  }

  /** Names become folders and columns, so two of one name would run into each other. */
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
                + "' in the results; rename a file (or give the intervention a name in a spec), or name it once");
      }
    }
  }

  private void checkScopes() {
    for (Intervention intervention : interventions) {
      InterventionSpec spec = intervention.spec();
      checkNames(
          spec,
          "behavior",
          spec.scope().behaviors(),
          behaviors.stream().map(Behavior::name).toList());
      checkNames(
          spec, "model", spec.scope().models(), models.stream().map(ModelInput::name).toList());
    }
  }

  private static void checkNames(
      InterventionSpec spec, String what, List<String> asked, List<String> names) {
    for (String name : asked) {
      if (!names.contains(name)) {
        throw new InputException(
            "%s is for the %s '%s', which is none of %s"
                .formatted(
                    spec.file() == null ? spec.name() : String.valueOf(spec.file()),
                    what,
                    name,
                    String.join(", ", names)));
      }
    }
  }

  /** SHA-256 of each file, by the words that name it in messages. */
  Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    models.forEach(m -> hashes.put("model " + m.name(), m.sha256()));
    behaviors.forEach(b -> hashes.put("behavior " + b.name(), b.sha256()));
    for (Intervention intervention : interventions) {
      String sha256 = intervention.sha256();
      if (sha256 != null) {
        hashes.put(intervention.kind() + " " + intervention.spec().name(), sha256);
      }
    }
    if (neutral != null) {
      hashes.put("neutral text " + neutral.name(), neutral.sha256());
    }
    capabilities.forEach(set -> hashes.put("capability " + set.name(), set.sha256()));
    return hashes;
  }

  /** The interventions of a kind, in their order. */
  <T extends Intervention> List<T> interventions(Class<T> kind) {
    return interventions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The conditions of a model on a behavior, the baseline first. */
  List<Cell> cells(String model, String behavior) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(Condition.baseline(model, behavior), Setting.BASELINE));
    for (Intervention intervention : interventions) {
      if (intervention.spec().scope().includes(model, behavior)) {
        cells.addAll(intervention.cells(model, behavior));
      }
    }
    return tuned.of(cells);
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
