package dev.steerage.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * What an evaluation does beside scoring its pairs.
 *
 * @param capability questions by which it is measured what a model can do
 * @param judged whether the models' answers are judged too; null for not
 */
public record Extras(CapabilitySpec capability, @Nullable JudgedSpec judged) {
  /** Nothing. */
  public static final Extras NONE = new Extras(CapabilitySpec.NONE, null);

  /** The same with questions. */
  Extras with(CapabilitySpec questions) {
    return new Extras(questions, judged);
  }

  /** The same with a judge, or none. */
  Extras with(@Nullable JudgedSpec judge) {
    return new Extras(capability, judge);
  }
}
