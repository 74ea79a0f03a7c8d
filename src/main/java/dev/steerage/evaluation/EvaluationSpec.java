package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.CostBudget;
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
 * @param extras what is done beside that
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
    EngineSpec engine,
    Extras extras) {

  /** A spec that does nothing beside scoring its pairs. */
  public EvaluationSpec(
      List<Path> models,
      List<Path> behaviors,
      HalfOrder order,
      ChatFormatName chatFormat,
      List<InterventionSpec> interventions,
      Aggregation aggregation,
      @Nullable NeutralSpec neutral,
      ComparisonSpec comparison,
      EngineSpec engine) {
    this(
        models,
        behaviors,
        order,
        chatFormat,
        interventions,
        aggregation,
        neutral,
        comparison,
        engine,
        Extras.NONE);
  }

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
        other,
        extras);
  }

  /** The same with questions by which it is measured what a model can do. */
  public EvaluationSpec with(CapabilitySpec questions) {
    return with(extras.with(questions));
  }

  /** The same with a judge of the models' answers; null for none. */
  public EvaluationSpec with(@Nullable JudgedSpec judge) {
    return with(extras.with(judge));
  }

  /** The same as a tune within a budget. */
  public EvaluationSpec tunedTo(CostBudget budget) {
    return with(extras.tunedTo(budget));
  }

  private EvaluationSpec with(Extras other) {
    return new EvaluationSpec(
        models,
        behaviors,
        order,
        chatFormat,
        interventions,
        aggregation,
        neutral,
        comparison,
        engine,
        other);
  }

  /** Questions by which it is measured what a model can do. */
  public CapabilitySpec capability() {
    return extras.capability();
  }

  /** Whether the models' answers are judged too; null for not. */
  public @Nullable JudgedSpec judged() {
    return extras.judged();
  }

  /** What searched coefficients may cost; null where none is searched. */
  public @Nullable CostBudget tune() {
    return extras.tune();
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
    if (extras.tune() != null) {
      TuneCheck.check(interventions, neutral);
    }
  }
}
