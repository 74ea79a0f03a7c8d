package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.llama.Quantizer.Requantize;
import dev.steerage.runlog.OutputFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model to be written in other types.
 *
 * @param input its file
 * @param threads CPU threads, 0 for all cores
 * @param requantize whether it may be quantized already
 */
public record Quantization(InputFile input, int threads, Requantize requantize) {
  /** general.file_type of F32, F16 and BF16 in GGUF. */
  private static final Set<String> PLAIN_FILE_TYPES = Set.of("0", "1", "32");

  public Quantization {
    if (threads < 0 || threads > 512) {
      throw new InputException("--threads " + threads + " is out of range; give 0 to 512");
    }
  }

  /** One file to be written: {@code <model>-<type>.gguf}. */
  public record Task(String type, Path output) {
    /** Whether the file is there; it is only when it is complete. */
    public boolean isDone() {
      return Files.isRegularFile(output);
    }

    /** The file and its size in one line. */
    public String describe() {
      try {
        return "%s  %.1f MB".formatted(output, Files.size(output) / 1e6);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The files for some types.
   *
   * @param folder where they go; null for the model's own
   * @throws InputException for a type that llama.cpp does not have, a model that it does not
   *     accept, or a folder that cannot be made
   */
  public List<Task> tasks(List<String> types, @Nullable Path folder) {
    for (String type : types) {
      if (!Quantizer.types().contains(type.toLowerCase(Locale.ROOT))) {
        throw new InputException(
            "--type "
                + type
                + " is unknown; llama.cpp has "
                + String.join(", ", Quantizer.types()));
      }
    }
    checkModel();
    if (folder != null) {
      OutputFolder.make(folder);
    }
    return types.stream()
        .map(type -> type.toLowerCase(Locale.ROOT))
        .map(type -> new Task(type, file(folder, input.name() + "-" + type + ".gguf")))
        .toList();
  }

  private void checkModel() {
    try (LlamaModel model = Models.load(input.path(), LlamaModel.Options.tokenizer())) {
      String fileType = model.metadata("general.file_type").orElse("");
      boolean plain = fileType.isEmpty() || PLAIN_FILE_TYPES.contains(fileType);
      if (!plain && requantize == Requantize.REFUSE) {
        throw InputException.in(
            input.path(),
            "its weights are quantized already; take the F32, F16 or BF16 file, or add --allow-requantize");
      }
    }
  }

  private Path file(@Nullable Path folder, String name) {
    return folder == null ? input.path().resolveSibling(name) : folder.resolve(name);
  }

  /**
   * Writes the file of a task.
   *
   * @param progress hears the share that is done
   * @throws InputException with llama.cpp's words if it does not accept the model
   */
  public void run(Task task, Progress progress) {
    try {
      Quantizer.quantize(input.path(), task.output(), task.type(), threads, requantize, progress);
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.FILE) {
        throw InputException.in(input.path(), String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }
}
