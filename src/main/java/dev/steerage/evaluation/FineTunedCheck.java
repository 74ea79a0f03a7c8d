package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.llama.LlamaModel;
import java.nio.file.Path;

/**
 * Holds a fine-tuned model to the tokenizer of the model that it is compared with.
 *
 * @param model that one, of which at least the tokenizer is loaded
 * @param file of the fine-tuned model
 */
record FineTunedCheck(LlamaModel model, Path file) {
  /**
   * Compares vocabularies.
   *
   * @param other the fine-tuned model, of which at least the tokenizer is loaded
   * @throws InputException if they differ
   */
  void vocabulary(LlamaModel other) {
    model
        .vocabularyDifference(other)
        .ifPresent(
            difference -> {
              throw differs(InputFile.shown(difference));
            });
  }

  /** The sentence for a tokenizer that differs. */
  InputException differs(String why) {
    return InputException.in(
        file,
        "its tokenizer is not that of model %s (%s), so the two cannot be compared; take a model that was fine-tuned from it"
            .formatted(InputFile.name(model.file()), why));
  }
}
