package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.evaluation.Quantization;
import dev.steerage.evaluation.Quantization.Existing;
import dev.steerage.evaluation.RandomModel;
import dev.steerage.llama.Quantizer.Requantize;
import dev.steerage.vector.GgmlType;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Random models in place of trained ones, for speed only. */
final class ShapeOptions {
  private static final long SEED = 1;

  /** Llama 2's shape in sizes; the vocabulary is the bundled model's, which is Llama 2's. */
  enum Shape {
    /** Small enough for 2 cores. */
    SMALL("134m", 12, 768, 12, 2048),
    LLAMA_2_7B("llama2-7b", 32, 4096, 32, 11_008);

    private static final int CONTEXT = 4096;

    private final String word;
    private final int layers;
    private final int width;
    private final int heads;
    private final int feedForward;

    Shape(String word, int layers, int width, int heads, int feedForward) {
      this.word = word;
      this.layers = layers;
      this.width = width;
      this.heads = heads;
      this.feedForward = feedForward;
    }

    RandomModel model() {
      return new RandomModel(
          BundledFiles.model(), layers, width, heads, feedForward, CONTEXT, SEED);
    }

    @Override
    public String toString() {
      return word;
    }
  }

  @Option(
      names = "--shape",
      paramLabel = "NAME",
      description =
          "Measure random models of a shape, made on the spot, in place of --model: ${COMPLETION-CANDIDATES}.")
  private @Nullable Shape shape;

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE",
      description = "The types of such models, as quantize has them; repeatable (default: f16).")
  private List<String> types = new ArrayList<>();

  /**
   * Whether random models are asked for.
   *
   * @throws InputException for options that do not go together
   */
  boolean isAsked(List<Path> models) {
    if (shape == null && !types.isEmpty()) {
      throw new InputException("--type is that of random models; add --shape, or leave it out");
    }
    if (shape != null && !models.isEmpty()) {
      throw new InputException("--shape stands in place of --model; leave one of them out");
    }
    return shape != null;
  }

  /**
   * Writes the models that are asked for.
   *
   * @param folder that is there
   * @throws InputException for a type that llama.cpp does not have
   */
  List<Path> write(Path folder, PrintWriter err) {
    if (shape == null) {
      return List.of();
    }
    List<String> asked =
        types.isEmpty() ? List.of("f16") : types.stream().map(ShapeOptions::word).toList();
    List<Path> models = new ArrayList<>();
    Path base = folder;
    for (GgmlType type : List.of(GgmlType.F32, GgmlType.F16)) {
      boolean isNeeded = type == GgmlType.F16 && asked.stream().anyMatch(t -> !t.equals("f32"));
      if (isNeeded || asked.contains(word(type.name()))) {
        Path file = folder.resolve("random-%s-%s.gguf".formatted(shape, word(type.name())));
        err.println("steerage: writing " + file);
        shape.model().gguf(type).write(file);
        base = type == GgmlType.F16 ? file : base;
        if (asked.contains(word(type.name()))) {
          models.add(file);
        }
      }
    }
    List<String> others = asked.stream().filter(t -> !t.equals("f32") && !t.equals("f16")).toList();
    if (!others.isEmpty()) {
      models.addAll(quantize(base, others, err));
    }
    return models;
  }

  private static List<Path> quantize(Path base, List<String> types, PrintWriter err) {
    Quantization quantization =
        new Quantization(
            new InputFile(base), 0, Requantize.REFUSE, Existing.REPLACE, Optional.empty());
    List<Quantization.Task> tasks = quantization.tasks(types, null);
    tasks.forEach(task -> QuantizeProgress.run(quantization, task, err));
    return tasks.stream().map(Quantization.Task::output).toList();
  }

  private static String word(String type) {
    return type.toLowerCase(Locale.ROOT);
  }
}
