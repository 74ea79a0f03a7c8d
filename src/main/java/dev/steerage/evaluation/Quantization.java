package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.llama.ImportanceMatrix;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.llama.Quantizer.Plan;
import dev.steerage.llama.Quantizer.Requantize;
import dev.steerage.runlog.OutputFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model to be written in other types.
 *
 * @param input its file
 * @param threads CPU threads, 0 for all cores
 * @param requantize whether it may be quantized already
 * @param existing what becomes of files that are there
 * @param imatrix an importance matrix of the model, in a file of llama.cpp's
 */
public record Quantization(
    InputFile input,
    int threads,
    Requantize requantize,
    Existing existing,
    Optional<Path> imatrix) {
  /** general.file_type of F32, F16 and BF16 in GGUF. */
  private static final Set<String> PLAIN_FILE_TYPES = Set.of("0", "1", "32");

  /** What becomes of files that are there already. */
  public enum Existing {
    /** One that is what would be written is left; any other is refused. */
    KEEP,
    /** One that is what would be written is left; any other is replaced. */
    REPAIR,
    REPLACE
  }

  public Quantization {
    if (threads < 0 || threads > 512) {
      throw new InputException("--threads " + threads + " is out of range; give 0 to 512");
    }
  }

  /**
   * One file to be written: {@code <model>-<type>.gguf}.
   *
   * @param type in lower case
   * @param isDone whether it is there as it would be written
   * @param plan what llama.cpp's quantizer will do
   * @param importance for that, where there is one
   */
  public record Task(
      String type, Path output, boolean isDone, Plan plan, Optional<ImportanceMatrix> importance) {
    /**
     * What the file is, once it is there.
     *
     * @throws InputException if it cannot be read
     */
    public QuantizedFile result() {
      return QuantizedFile.read(output, type, plan);
    }
  }

  /**
   * The files for some types. Everything that can be found wrong without quantizing is.
   *
   * @param folder where they go; null for the model's own
   * @throws InputException for a type that llama.cpp does not have or has not for this model, a
   *     model that it does not accept, an importance matrix that is not one of the model, a file
   *     that is there and is another, or a folder that cannot be made
   */
  public List<Task> tasks(List<String> types, @Nullable Path folder) {
    List<String> names = types.stream().map(QuantizationType::of).distinct().toList();
    checkModel();
    GgufModel model = GgufModel.read(input.path());
    Optional<Importance> importance = imatrix.map(file -> Importance.load(file, model));
    List<Task> tasks = new ArrayList<>();
    for (String type : names) {
      Path output = file(folder, input.name() + "-" + type + ".gguf");
      Optional<ImportanceMatrix> matrix = importance.map(Importance::matrix);
      Plan plan = plan(type, matrix);
      boolean done =
          existing != Existing.REPLACE
              && Files.exists(output)
              && new ExistingFile(output, existing).isSame(model, type, importance);
      tasks.add(new Task(type, output, done, plan, matrix));
    }
    if (folder != null) {
      OutputFolder.make(folder);
    }
    return tasks;
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

  private Plan plan(String type, Optional<ImportanceMatrix> importance) {
    Plan plan = accepted(() -> Quantizer.plan(input.path(), type, importance));
    if (plan.needsImportance()) {
      throw new InputException(
          imatrix
              .map(
                  file ->
                      file
                          + ": lacks tensors that --type "
                          + type
                          + " needs importances of; make it with more text")
              .orElse(
                  "--type "
                      + type
                      + " needs an importance matrix, or its weights would be garbage; make one of the model with"
                      + " llama.cpp's llama-imatrix and add --imatrix FILE"));
    }
    return plan;
  }

  private Path file(@Nullable Path folder, String name) {
    return folder == null ? input.path().resolveSibling(name) : folder.resolve(name);
  }

  /**
   * Writes the file of a task. Where the process is told to end meanwhile, nothing of it is left.
   *
   * @param progress hears the share that is done
   * @throws InputException with llama.cpp's words if it does not accept the model
   */
  public void run(Task task, Progress progress) {
    try (PartFile part = new PartFile(Quantizer.part(task.output()))) {
      accepted(
          () -> {
            Quantizer.quantize(
                input.path(),
                task.output(),
                task.type(),
                threads,
                requantize,
                task.importance(),
                progress);
            return part;
          });
    }
  }

  private interface Call<T> {
    T run();
  }

  private <T> T accepted(Call<T> call) {
    try {
      return call.run();
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.FILE) {
        throw InputException.in(input.path(), String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }
}
