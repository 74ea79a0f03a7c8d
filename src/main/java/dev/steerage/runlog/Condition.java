package dev.steerage.runlog;

import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern RANDOM =
      Pattern.compile("random-[1-9][0-9]*-of-(.+)", Pattern.DOTALL);

  /** The baseline of a model on a behavior. */
  public static Condition baseline(String model, String behavior) {
    return new Condition(model, behavior, BASELINE, BASELINE, null, 0);
  }

  /**
   * Name of the intervention that adds a random direction in place of a vector.
   *
   * @param number from 1
   * @param vector name of the intervention that adds the vector
   */
  public static String randomDirection(int number, String vector) {
    return "random-" + number + "-of-" + vector;
  }

  /** Whether an intervention has the name of a {@link #randomDirection}. */
  public static boolean isRandomDirection(String intervention) {
    return RANDOM.matcher(intervention).matches();
  }

  /** Whether a random direction is added. */
  public boolean isRandomDirection() {
    return isRandomDirection(intervention);
  }

  /** Whether this adds a random direction in place of what another condition adds. */
  public boolean isRandomDirectionOf(Condition other) {
    // the pattern last: this is asked of every pair of conditions
    if (coefficient != other.coefficient
        || !Objects.equals(layer, other.layer)
        || !model.equals(other.model)
        || !behavior.equals(other.behavior)) {
      return false;
    }
    Matcher name = RANDOM.matcher(intervention);
    return name.matches() && other.intervention.equals(name.group(1));
  }

  /**
   * Name of the intervention that adds a model's own vector, where that of its reference model is
   * added under the vector's name.
   */
  public static String own(String vector) {
    return vector + "-own";
  }

  /**
   * Whether this adds the model's own vector where another condition adds that of its reference
   * model; by name, so it means something for vectors of {@code vectors.csv} only.
   */
  public boolean isOwnOf(Condition other) {
    return intervention.equals(own(other.intervention))
        && model.equals(other.model)
        && behavior.equals(other.behavior)
        && Objects.equals(layer, other.layer)
        && coefficient == other.coefficient;
  }

  /** The same condition of another model. */
  public Condition on(String otherModel) {
    return new Condition(otherModel, behavior, condition, intervention, layer, coefficient);
  }

  /**
   * The same condition under other names.
   *
   * @param vectors the new name of an intervention by its name; random directions are named after
   *     that of their vector
   */
  public Condition renamed(String newModel, String newBehavior, UnaryOperator<String> vectors) {
    if (intervention.equals(BASELINE)) {
      return new Condition(newModel, newBehavior, condition, intervention, layer, coefficient);
    }
    Matcher random = RANDOM.matcher(intervention);
    String name =
        random.matches()
            ? intervention.substring(0, random.start(1)) + vectors.apply(random.group(1))
            : vectors.apply(intervention);
    return new Condition(newModel, newBehavior, named(name), name, layer, coefficient);
  }

  /** The condition's name with another one for the intervention. */
  private String named(String newIntervention) {
    if (newIntervention.equals(intervention)) {
      return condition;
    }
    return condition.startsWith(intervention)
        ? newIntervention + condition.substring(intervention.length())
        : newIntervention + " " + condition;
  }

  /** Whether this is the condition without intervention. */
  public boolean isBaseline() {
    return condition.equals(BASELINE);
  }
}
