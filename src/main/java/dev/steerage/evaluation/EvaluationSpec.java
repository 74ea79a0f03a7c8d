package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.likelihood.Aggregation;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked: every model runs on every behavior without intervention and under every
 * intervention, layer and coefficient.
 *
 * @param models GGUF files, at least one
 * @param behaviors behavior files, at least one
 * @param order which half (or key) of the behavior files is positive
 * @param chatFormat how prompt and continuation become a text
 * @param interventions what each model is compared with, in the order of the results; may be empty:
 *     the baseline alone
 * @param aggregation which number of a continuation the metrics use
 * @param neutral text on which side effects are measured; null for none
 * @param comparison what conditions and models are compared with
 * @param engine how it is computed
 */
public record EvaluationSpec(
    List<Path> models,
    List<Path> behaviors,
    HalfOrder order,
    ChatFormatName chatFormat,
    List<InterventionSpec> interventions,
    Aggregation aggregation,
    @Nullable NeutralSpec neutral,
    ComparisonSpec comparison,
    EngineSpec engine) {

  /**
   * A spec without a neutral text, with the comparisons that are made where nothing else is asked.
   */
  public EvaluationSpec(
      List<Path> models,
      List<Path> behaviors,
      HalfOrder order,
      ChatFormatName chatFormat,
      List<InterventionSpec> interventions,
      Aggregation aggregation,
      EngineSpec engine) {
    this(
        models,
        behaviors,
        order,
        chatFormat,
        interventions,
        aggregation,
        null,
        ComparisonSpec.standard(),
        engine);
  }

  /** The same, computed in another way. */
  public EvaluationSpec with(EngineSpec other) {
    return new EvaluationSpec(
        models,
        behaviors,
        order,
        chatFormat,
        interventions,
        aggregation,
        neutral,
        comparison,
        other);
  }

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
}
