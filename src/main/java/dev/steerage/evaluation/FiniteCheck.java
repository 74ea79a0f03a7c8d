package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.llama.LlamaException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Says whose fault NaN and infinities are. Weights are not read for them before: they show when the
 * model gives its first logits.
 */
final class FiniteCheck {
  private FiniteCheck() {}

  /**
   * What a call gives.
   *
   * @param model the weights in use
   * @param setting what changes them
   * @throws InputException naming the weights, the adapter or the vector, if the model gives values
   *     that are not finite
   */
  static <T> T of(Path model, Setting setting, Supplier<T> call) {
    try {
      return call.get();
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.NOT_FINITE) {
        throw fault(model, setting, e);
      }
      throw e;
    }
  }

  private static InputException fault(Path model, Setting setting, LlamaException e) {
    String name = InputFile.name(model);
    if (setting.steering() != null) {
      return InputException.in(
          setting.steering().source().file(),
          "added at layer %d with coefficient %s to model %s, %s; use a smaller coefficient"
              .formatted(
                  setting.steering().layer(),
                  setting.steering().coefficient(),
                  name,
                  e.getMessage()),
          e);
    }
    if (setting.adaptation() != null) {
      return InputException.in(
          setting.adaptation().lora().file(),
          "applied to model %s, %s; its numbers are damaged or too large, so fetch it again or use a smaller scale"
              .formatted(name, e.getMessage()),
          e);
    }
    return InputException.in(
        model, e.getMessage() + "; its weights are damaged, so download or convert it again", e);
  }
}
