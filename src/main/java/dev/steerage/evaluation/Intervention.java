package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.evaluation.InterventionSpec.ExtractSpec;
import dev.steerage.evaluation.InterventionSpec.FineTunedSpec;
import dev.steerage.evaluation.InterventionSpec.LoraSpec;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.runlog.Condition;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.SteeringVectorReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An intervention with its file read: what it does to a model, as conditions. */
sealed interface Intervention {
  /** What was asked. */
  InterventionSpec spec();

  /** Its conditions of a model on a behavior, whether or not its scope includes them. */
  List<Cell> cells(String model, String behavior);

  /** SHA-256 of its file, lower-case hex; null where it has none. */
  @Nullable String sha256();

  /** What it is called in messages: "vector", … . */
  String kind();

  /**
   * Reads an intervention's file.
   *
   * @throws InputException if it cannot be used
   */
  static Intervention read(InterventionSpec spec) {
    if (Condition.isRandomDirection(spec.name())) {
      throw new InputException(
          "the intervention '"
              + InputFile.shown(spec.name())
              + "' has the name of a random direction; rename its file, or give it another name in a spec");
    }
    if (spec instanceof VectorSpec v) {
      SteeringVector vector = SteeringVectorReader.read(v.vector());
      return new Vector(v, vector, layers(v, vector));
    }
    if (spec instanceof ExtractSpec e) {
      ExtractionSource source = new ExtractionSource.Pairs(List.of(e.pairs()), e.order());
      ExtractionPairs pairs = ExtractionPairs.read(source, null, EvaluationListener.NONE);
      String sha256 = ExtractionPairs.sha256(e.pairs(), e.order());
      return new Extracted(e, pairs, sha256, new ExtractedVectors(e.pairs()));
    }
    if (spec instanceof LoraSpec l) {
      return new Lora(l, LoraFile.read(l.lora()));
    }
    if (spec instanceof FineTunedSpec f) {
      return new FineTuned(f, ModelInput.read(f.model()));
    }
    return new SystemPrompt((SystemPromptSpec) spec);
  }

  /**
   * A steering vector.
   *
   * @param layers never empty
   */
  record Vector(VectorSpec spec, SteeringVector vector, List<Integer> layers)
      implements Intervention {
    @Override
    public List<Cell> cells(String model, String behavior) {
      return VectorCells.of(spec, spec.name(), VectorSource.of(vector), layers)
          .cells(model, behavior);
    }

    @Override
    public String sha256() {
      return vector.sha256();
    }

    @Override
    public String kind() {
      return "vector";
    }
  }

  /**
   * A steering vector of each model.
   *
   * @param pairs that they are extracted from
   * @param sha256 of the pairs' file
   * @param vectors empty until they are extracted
   */
  record Extracted(ExtractSpec spec, ExtractionPairs pairs, String sha256, ExtractedVectors vectors)
      implements Intervention {
    @Override
    public List<Cell> cells(String model, String behavior) {
      Optional<String> reference = vectors.reference(model);
      List<Cell> cells =
          new ArrayList<>(cells(spec.name(), reference.orElse(model), model, behavior));
      if (reference.isPresent()) {
        cells.addAll(cells(Condition.own(spec.name()), model, model, behavior));
      }
      return cells;
    }

    private List<Cell> cells(String name, String extractedOn, String model, String behavior) {
      return VectorCells.of(spec, name, vectors.source(extractedOn), spec.layers())
          .cells(model, behavior);
    }

    @Override
    public String kind() {
      return "pairs of vector";
    }
  }

  /** A LoRA adapter. */
  record Lora(LoraSpec spec, LoraFile file) implements Intervention {
    @Override
    public List<Cell> cells(String model, String behavior) {
      List<Cell> cells = new ArrayList<>();
      for (double scale : spec.scales()) {
        String name = spec.name() + "-scale" + Intervention.text(scale);
        cells.add(
            new Cell(
                new Condition(model, behavior, name, spec.name(), null, scale),
                Setting.of(new Adaptation(file, scale))));
      }
      return cells;
    }

    @Override
    public String sha256() {
      return file.sha256();
    }

    @Override
    public String kind() {
      return "LoRA adapter";
    }
  }

  /** A fine-tuned model. */
  record FineTuned(FineTunedSpec spec, ModelInput weights) implements Intervention {
    @Override
    public List<Cell> cells(String model, String behavior) {
      Condition condition = new Condition(model, behavior, spec.name(), spec.name(), null, 1);
      return List.of(new Cell(condition, Setting.ofWeights(weights)));
    }

    @Override
    public String sha256() {
      return weights.sha256();
    }

    @Override
    public String kind() {
      return "fine-tuned model";
    }
  }

  /** A system prompt. */
  record SystemPrompt(SystemPromptSpec spec) implements Intervention {
    @Override
    public List<Cell> cells(String model, String behavior) {
      Condition condition = new Condition(model, behavior, spec.name(), spec.name(), null, 1);
      return List.of(new Cell(condition, Setting.ofSystemPrompt(spec.text())));
    }

    @Override
    public @Nullable String sha256() {
      return null;
    }

    @Override
    public String kind() {
      return "system prompt";
    }
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

  /** A factor in a condition's name. */
  static String text(double factor) {
    return new BigDecimal(Double.toString(factor)).stripTrailingZeros().toPlainString();
  }
}
