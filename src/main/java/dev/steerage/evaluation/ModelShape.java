package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaModel;
import java.nio.file.Path;

/**
 * A model's shape as its file's metadata give it, known without its weights.
 *
 * @param layers number of transformer blocks
 * @param width of the residual stream
 * @param context tokens that it was trained with
 * @param isRecurrent whether it keeps a state for each sequence, and so reads one after the other
 */
record ModelShape(int layers, int width, int context, boolean isRecurrent) {
  /**
   * The shape of a model of which at least the tokenizer is loaded.
   *
   * @throws InputException if the metadata do not have it
   */
  static ModelShape of(LlamaModel model) {
    String architecture = model.metadata("general.architecture").orElse("");
    return new ModelShape(
        number(model, architecture + ".block_count"),
        number(model, architecture + ".embedding_length"),
        number(model, architecture + ".context_length"),
        !model.sharesPrompts());
  }

  private static int number(LlamaModel model, String key) {
    Path file = model.file();
    String text =
        model
            .metadata(key)
            .orElseThrow(
                () ->
                    InputException.in(file, "its metadata have no " + key + "; convert it again"));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw InputException.in(file, "its " + key + " is '" + text + "', no count", e);
    }
  }
}
