package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.likelihood.ChatFormat;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked: every model runs on every behavior without intervention and under every
 * intervention, layer and coefficient.
 *
 * @param models GGUF files, at least one
 * @param behaviors behavior files, at least one
 * @param order which half (or key) of the behavior files is positive
 * @param chatFormat how prompt and continuation become a text
 * @param interventions what is added to the residual stream; may be empty: the baseline alone
 * @param aggregation which number of a continuation the metrics use
 * @param engine how it is computed
 */
public record EvaluationSpec(
    List<Path> models,
    List<Path> behaviors,
    HalfOrder order,
    ChatFormat chatFormat,
    List<VectorSpec> interventions,
    Aggregation aggregation,
    EngineSpec engine) {

  public EvaluationSpec {
    models = List.copyOf(models);
    behaviors = List.copyOf(behaviors);
    interventions = List.copyOf(interventions);
    if (models.isEmpty()) {
      throw new InputException(
          "no model is named; add one (--model FILE.gguf, or models in a spec)");
    }
    if (behaviors.isEmpty()) {
      throw new InputException(
          "no behavior is named; add one (--behavior FILE.jsonl, or behaviors in a spec)");
    }
  }

  /**
   * A steering vector at some layers and coefficients.
   *
   * @param vector its file
   * @param layers 0-based blocks whose output is changed; empty where the file has a direction for
   *     one layer only
   * @param coefficients factors, at least one
   * @param behaviors names of the behaviors that it is for; empty for all
   */
  public record VectorSpec(
      Path vector, List<Integer> layers, List<Double> coefficients, List<String> behaviors) {
    public VectorSpec {
      layers = List.copyOf(layers);
      coefficients = List.copyOf(coefficients);
      behaviors = List.copyOf(behaviors);
      if (coefficients.isEmpty()) {
        throw InputException.in(
            vector,
            "no coefficient is named for it; add one (--coefficient C, or coefficients in a spec)");
      }
      checkNamedOnce(vector, "layer", layers);
      checkNamedOnce(vector, "coefficient", coefficients);
      for (double c : coefficients) {
        if (!Double.isFinite(c)) {
          throw InputException.in(vector, "coefficient " + c + " is not finite; give a number");
        }
      }
    }

    /** Two conditions of one name would run into each other. */
    private static void checkNamedOnce(Path vector, String what, List<? extends Number> values) {
      Set<Number> seen = new HashSet<>();
      for (Number value : values) {
        // -0.0 is 0.0 in a condition's name
        if (!seen.add(value.doubleValue() + 0.0)) {
          throw InputException.in(
              vector, what + " " + value + " is named twice for it; name it once");
        }
      }
    }
  }
}
