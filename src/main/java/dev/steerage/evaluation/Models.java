package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import java.nio.file.Path;

/** Loads models that users name. */
final class Models {
  private Models() {}

  /**
   * Loads a model.
   *
   * @throws InputException with llama.cpp's words if it does not accept the file
   */
  static LlamaModel load(Path file, LlamaModel.Options options) {
    try {
      return LlamaModel.load(file, options, Progress.NONE);
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.FILE) {
        throw InputException.in(file, String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }
}
