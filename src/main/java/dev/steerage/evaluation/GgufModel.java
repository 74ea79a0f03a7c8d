package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's tensors and metadata, from the header of its file or files.
 *
 * @param header of the first file
 * @param tensors of all files by name, in their order
 */
record GgufModel(GgufFile header, Map<String, GgufTensor> tensors) {
  /** Names of a model's parts by llama.cpp (src/llama.cpp, llama_split_path). */
  private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

  /**
   * Reads a model's header, and those of its other parts where it is split.
   *
   * @throws InputException if a file is no GGUF file, is damaged or cut short
   */
  static GgufModel read(Path file) {
    GgufFile header = GgufFile.read(file);
    Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    header.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    for (Path part : otherParts(header)) {
      GgufFile.read(part).tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    }
    return new GgufModel(header, tensors);
  }

  private static List<Path> otherParts(GgufFile header) {
    List<Path> parts = new ArrayList<>();
    Matcher name = PART.matcher(String.valueOf(header.file().getFileName()));
    if (header.metadata().get("split.count") instanceof Long count && count > 1 && name.matches()) {
      for (int i = 1; i <= Integer.parseInt(name.group(3)); i++) {
        if (i != Integer.parseInt(name.group(2))) {
          parts.add(
              header
                  .file()
                  .resolveSibling("%s-%05d-of-%s.gguf".formatted(name.group(1), i, name.group(3))));
        }
      }
    }
    return parts;
  }

  /** Number of weights in all tensors. */
  long weights() {
    return tensors.values().stream().mapToLong(GgufModel::elements).sum();
  }

  /** Bits of all tensors' data for each weight. */
  double bitsPerWeight() {
    return 8.0 * tensors.values().stream().mapToLong(GgufTensor::bytes).sum() / weights();
  }

  /** The whole number of a key; empty where it has none. */
  Optional<Long> number(String key) {
    return header.metadata().get(key) instanceof Long number
        ? Optional.of(number)
        : Optional.empty();
  }

  /** In what tensors or names differ from another's, as a clause; types may differ. */
  Optional<String> difference(GgufModel other) {
    for (String key : List.of("general.architecture", "general.name")) {
      if (!header.text(key).equals(other.header.text(key))) {
        return Optional.of(
            "its %s is '%s' and not '%s'"
                .formatted(
                    key,
                    InputFile.shown(header.text(key).orElse("")),
                    InputFile.shown(other.header.text(key).orElse(""))));
      }
    }
    for (GgufTensor tensor : tensors.values()) {
      GgufTensor same = other.tensors.get(tensor.name());
      String name = "its tensor '" + InputFile.shown(tensor.name()) + "' ";
      if (same == null) {
        return Optional.of(name + "is not in the model");
      }
      if (!same.dimensions().equals(tensor.dimensions())) {
        return Optional.of(
            name + "has the shape " + tensor.dimensions() + " and not " + same.dimensions());
      }
    }
    return tensors.size() == other.tensors.size()
        ? Optional.empty()
        : Optional.of(
            "it has %d tensors and not %d".formatted(tensors.size(), other.tensors.size()));
  }

  private static long elements(GgufTensor tensor) {
    return tensor.dimensions().stream().reduce(1L, (a, b) -> a * b);
  }
}
