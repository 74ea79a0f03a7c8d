package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.WorkNote;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.check.ModelCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads models that users name. */
final class Models {
  /** A failure as the shim has it: its sentence and, where there are any, llama.cpp's lines. */
  private static final Pattern FAILURE = Pattern.compile("(.*?)(?: \\(llama\\.cpp: (.*)\\))?");

  /** What llama.cpp puts before a cause, where it nests once for each part. */
  private static final Pattern LOADING = Pattern.compile(".*error loading model(?: \\w+)?: ");

  private Models() {}

  /**
   * Loads a model, after its header has been checked.
   *
   * @throws InputException if the header is wrong, or with llama.cpp's cause and a mend if it does
   *     not accept the file
   */
  static LlamaModel load(Path file, LlamaModel.Options options) {
    ModelCheck.check(file);
    WorkNote.inUse(file);
    try {
      return LlamaModel.load(file, options, Progress.NONE);
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.FILE) {
        throw InputException.in(file, refusal(String.valueOf(e.getMessage())), e);
      }
      throw e;
    }
  }

  /**
   * A sentence where GPUs are asked for but this build sees none; empty otherwise.
   *
   * @throws InputException if a GPU is named that is not there
   */
  static Optional<String> warning(EngineSpec engine) {
    boolean hasGpu = !engine.gpus().gpus(LlamaLibrary.devices()).isEmpty();
    return engine.gpuLayers() == 0 || hasGpu
        ? Optional.empty()
        : Optional.of(
            "--gpu-layers has no effect: this build of Steerage sees no GPU; scripts/build-native.sh"
                + " --cuda makes one that does");
  }

  /** One sentence for a failure that may repeat many lines of llama.cpp. */
  static String refusal(String failure) {
    Matcher parts = FAILURE.matcher(failure);
    if (!parts.matches() || parts.group(2) == null) {
      return failure + "; " + mend(failure);
    }
    String cause = cause(List.of(parts.group(2).split("; ")));
    return parts.group(1) + " (" + cause + "); " + mend(cause);
  }

  /** The line that says why: the loader's own if it has a reason, else the first one. */
  private static String cause(List<String> lines) {
    return lines.stream()
        .filter(line -> LOADING.matcher(line).lookingAt())
        .map(line -> LOADING.matcher(line).replaceFirst(""))
        .filter(reason -> !reason.contains("failed to load model"))
        .findFirst()
        .orElseGet(() -> lines.get(0).replaceFirst("^\\w+: ", ""));
  }

  private static String mend(String cause) {
    if (cause.contains("invalid magic")) {
      return "it is no GGUF file, so name one, or convert it with llama.cpp's converter";
    }
    if (cause.contains("'controlvector'")) {
      return "it is a steering vector, so name a model instead";
    }
    if (cause.contains("unknown model architecture")) {
      return "take a model that llama.cpp " + LlamaLibrary.version() + " knows";
    }
    if (cause.contains("no decoder")) {
      return "take a decoder model";
    }
    if (cause.contains("failed to read") || cause.matches(".*(exceeds|incomplete).*")) {
      return "it is cut off or damaged, so download or copy it again";
    }
    return "download it again, or convert its weights with the converter of llama.cpp "
        + LlamaLibrary.version();
  }
}
