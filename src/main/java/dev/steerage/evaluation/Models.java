package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import java.nio.file.Path;
import java.util.Optional;

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

  /** A sentence where GPUs are asked for but this build sees none; empty otherwise. */
  static Optional<String> warning(EngineSpec engine) {
    boolean hasGpu = LlamaLibrary.devices().stream().anyMatch(d -> !d.name().equals("CPU"));
    return engine.gpuLayers() == 0 || hasGpu
        ? Optional.empty()
        : Optional.of(
            "--gpu-layers has no effect: this build of Steerage sees no GPU; scripts/build-native.sh"
                + " --cuda makes one that does");
  }
}
