package dev.steerage.evaluation;

import dev.steerage.runlog.CostBudget;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation does beside scoring its pairs.
 *
 * @param capability questions by which it is measured what a model can do
 * @param judged whether the models' answers are judged too; null for not
 * @param tune what the coefficients that are searched may cost on the neutral text, those of the
 *     interventions being where the search begins; null where they are all that is evaluated
 */
public record Extras(
    CapabilitySpec capability, @Nullable JudgedSpec judged, @Nullable CostBudget tune) {
  /** Nothing. */
  public static final Extras NONE = new Extras(CapabilitySpec.NONE, null, null);

  /** The same with questions. */
  Extras with(CapabilitySpec questions) {
    return new Extras(questions, judged, tune);
  }

  /** The same with a judge, or none. */
  Extras with(@Nullable JudgedSpec judge) {
    return new Extras(capability, judge, tune);
  }

  /** The same as a search within a budget. */
  Extras tunedTo(CostBudget budget) {
    return new Extras(capability, judged, budget);
  }
}
