package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufTensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A LoRA adapter in GGUF, checked before any weights are loaded: {@code general.type} adapter,
 * {@code adapter.type} lora, and for each changed matrix of the model a {@code .lora_a} and a
 * {@code .lora_b} (llama.cpp's src/llama-adapter.cpp).
 *
 * @param file its file
 * @param sha256 of the file's bytes, lower-case hex
 * @param architecture of the model that it is for
 * @param matrices pairs of tensors by the name of the model's matrix
 */
record LoraFile(Path file, String sha256, String architecture, Map<String, Factors> matrices) {
  private static final String A = ".lora_a";
  private static final String B = ".lora_b";
  private static final String EMBEDDING = "token_embd.weight";

  /** The two factors of a change; sizes fastest dimension first. */
  record Factors(List<Long> a, List<Long> b) {}

  /**
   * Reads a header.
   *
   * @throws InputException if the file is no LoRA adapter
   */
  static LoraFile read(Path file) {
    InputFile input = new InputFile(file);
    GgufFile gguf = GgufFile.read(file);
    String type = gguf.text("general.type").orElse("model");
    String kind = gguf.text("adapter.type").orElse("none");
    if (!type.equals("adapter") || !kind.equals("lora")) {
      throw InputException.in(
          file,
          "is no LoRA adapter (general.type '%s', adapter.type '%s'); convert one with llama.cpp's convert_lora_to_gguf.py"
              .formatted(InputFile.shown(type), InputFile.shown(kind)));
    }
    String architecture = gguf.text("general.architecture").orElse("");
    return new LoraFile(file, input.sha256(), architecture, matrices(file, gguf.tensors()));
  }

  private static Map<String, Factors> matrices(Path file, List<GgufTensor> tensors) {
    Map<String, List<Long>> a = new HashMap<>();
    Map<String, List<Long>> b = new HashMap<>();
    for (GgufTensor tensor : tensors) {
      String name = tensor.name();
      if (name.endsWith(A)) {
        a.put(name.substring(0, name.length() - A.length()), tensor.dimensions());
      } else if (name.endsWith(B)) {
        b.put(name.substring(0, name.length() - B.length()), tensor.dimensions());
      }
    }
    if (a.isEmpty() || !a.keySet().equals(b.keySet())) {
      throw InputException.in(
          file, "does not have a lora_a and a lora_b for each matrix; convert the adapter again");
    }
    Map<String, Factors> matrices = new HashMap<>();
    a.forEach((name, size) -> matrices.put(name, new Factors(size, b.getOrDefault(name, size))));
    return Map.copyOf(matrices);
  }

  /**
   * Refuses a model that it is not for.
   *
   * @param model the model's header
   * @throws InputException naming the first thing that does not fit
   */
  void check(GgufFile model) {
    String other = model.text("general.architecture").orElse("");
    if (!architecture.equals(other)) {
      throw doesNotFit(
          model,
          "it is for the architecture '%s', the model is '%s'"
              .formatted(InputFile.shown(architecture), InputFile.shown(other)));
    }
    if (model.metadata().containsKey("split.count")) {
      return; // the other files of a split model have the other tensors
    }
    Map<String, List<Long>> sizes = new HashMap<>();
    model.tensors().forEach(t -> sizes.put(t.name(), t.dimensions()));
    matrices.forEach(
        (name, factors) -> {
          List<Long> size = sizes.get(name);
          if (size == null) {
            throw doesNotFit(model, "it has no matrix '" + InputFile.shown(name) + "'");
          }
          if (!fits(name, size, factors)) {
            throw doesNotFit(
                model,
                "its matrix '%s' is of %s, the adapter's factors are of %s and %s"
                    .formatted(InputFile.shown(name), size, factors.a(), factors.b()));
          }
        });
  }

  /** As llama.cpp checks it: the embedding's factors are the other way round. */
  private static boolean fits(String name, List<Long> size, Factors factors) {
    List<Long> a = factors.a();
    List<Long> b = factors.b();
    if (a.size() < 2 || b.size() < 2 || size.size() < 2) {
      return false;
    }
    return name.endsWith(EMBEDDING)
        ? size.get(0).equals(b.get(1)) && size.get(1).equals(a.get(1))
        : size.get(0).equals(a.get(0)) && size.get(1).equals(b.get(1)) && a.get(1).equals(b.get(0));
  }

  private InputException doesNotFit(GgufFile model, String why) {
    return InputException.in(
        file,
        "does not fit model " + model.file() + " (" + why + "); take an adapter of this model");
  }
}
