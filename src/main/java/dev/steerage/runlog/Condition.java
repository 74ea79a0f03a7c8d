package dev.steerage.runlog;

import org.jspecify.annotations.Nullable;

/**
 * What a model ran under, and on what: the keys that scores and metrics share.
 *
 * @param model name of the model (file name without {@code .gguf})
 * @param behavior name of the behavior
 * @param condition name of the condition, unique for a model and behavior, usable as a file name;
 *     {@value #BASELINE} for no intervention
 * @param intervention name of the intervention (a steering vector's file name without its ending),
 *     or {@value #BASELINE}
 * @param layer 0-based transformer block whose output is changed; null for the baseline
 * @param coefficient factor of the vector; 0 for the baseline
 */
public record Condition(
    String model,
    String behavior,
    String condition,
    String intervention,
    @Nullable Integer layer,
    double coefficient) {
  /** Name of the condition without intervention. */
  public static final String BASELINE = "baseline";

  /** The baseline of a model on a behavior. */
  public static Condition baseline(String model, String behavior) {
    return new Condition(model, behavior, BASELINE, BASELINE, null, 0);
  }

  /** Whether this is the condition without intervention. */
  public boolean isBaseline() {
    return condition.equals(BASELINE);
  }
}
