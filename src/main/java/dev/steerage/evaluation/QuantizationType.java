package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.Spelling;
import dev.steerage.llama.Quantizer;
import java.util.List;
import java.util.Locale;

/** The names of llama.cpp's quantization types. */
final class QuantizationType {
  private QuantizationType() {}

  /**
   * A type's name in lower case.
   *
   * @throws InputException naming what is near if it is none
   */
  static String of(String typed) {
    String name = typed.strip().toLowerCase(Locale.ROOT);
    List<String> types = Quantizer.types();
    if (types.contains(name)) {
      return name;
    }
    throw new InputException(
        "--type %s is unknown; did you mean %s? llama.cpp has %s"
            .formatted(InputFile.shown(typed), near(name, types), String.join(", ", types)));
  }

  /** "q4-k", "q4_k": the types that begin so; else the one with the fewest edits. */
  private static String near(String name, List<String> types) {
    String letters = letters(name);
    List<String> longer =
        types.stream().filter(t -> letters(t).startsWith(letters) && !letters.isEmpty()).toList();
    return longer.isEmpty() || longer.size() > 3
        ? Spelling.nearestFirst(name, types).get(0)
        : String.join(" or ", longer);
  }

  private static String letters(String name) {
    return name.replaceAll("[^a-z0-9]", "");
  }
}
