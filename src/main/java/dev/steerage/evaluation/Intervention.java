package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.evaluation.Inputs.ModelInput;
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
      List<Cell> cells = new ArrayList<>();
      for (int layer : layers) {
        for (double coefficient : spec.coefficients()) {
          cells.add(cell(model, behavior, new Steering(vector, layer, coefficient, spec.use(), 0)));
        }
      }
      cells.addAll(randomCells(model, behavior));
      return cells;
    }

    /** Behind all of the vector's own; beside a coefficient of 0 they would be the baseline. */
    private List<Cell> randomCells(String model, String behavior) {
      List<Cell> cells = new ArrayList<>();
      RandomDirections random = spec.use().random();
      for (int layer : layers) {
        for (double coefficient : spec.coefficients()) {
          for (int k = 1; random != null && coefficient != 0 && k <= random.count(); k++) {
            cells.add(
                cell(model, behavior, new Steering(vector, layer, coefficient, spec.use(), k)));
          }
        }
      }
      return cells;
    }

    private Cell cell(String model, String behavior, Steering steering) {
      String name =
          steering.random() == 0
              ? spec.name()
              : Condition.randomDirection(steering.random(), spec.name());
      String condition =
          "%s-layer%d-coefficient%s"
              .formatted(name, steering.layer(), Intervention.text(steering.coefficient()));
      return new Cell(
          new Condition(model, behavior, condition, name, steering.layer(), steering.coefficient()),
          Setting.of(steering));
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

  private static String text(double factor) {
    return new BigDecimal(Double.toString(factor)).stripTrailingZeros().toPlainString();
  }
}
