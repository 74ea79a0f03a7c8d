package dev.steerage.evaluation;

import dev.steerage.evaluation.Inputs.ModelInput;
import org.jspecify.annotations.Nullable;

/**
 * What a condition changes of a model and its input; each part null where it does not.
 *
 * @param steering what is added to the residual stream
 * @param adaptation a LoRA adapter
 * @param systemPrompt in place of the pair's own
 * @param weights in place of the model's own
 */
record Setting(
    @Nullable Steering steering,
    @Nullable Adaptation adaptation,
    @Nullable String systemPrompt,
    @Nullable ModelInput weights) {

  /** Nothing is changed. */
  static final Setting BASELINE = new Setting(null, null, null, null);

  static Setting of(Steering steering) {
    return new Setting(steering, null, null, null);
  }

  static Setting of(Adaptation adaptation) {
    return new Setting(null, adaptation, null, null);
  }

  static Setting ofSystemPrompt(String text) {
    return new Setting(null, null, text, null);
  }

  static Setting ofWeights(ModelInput weights) {
    return new Setting(null, null, null, weights);
  }

  /** The tokens at which something is added to the residual stream, where it is. */
  Positions positions() {
    return steering == null ? Positions.ALL : steering.use().positions();
  }

  /** The same under a system prompt, or as it is where that is null. */
  Setting withSystemPrompt(@Nullable String text) {
    return text == null ? this : new Setting(steering, adaptation, text, weights);
  }
}
