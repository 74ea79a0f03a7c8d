package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.evaluation.Quantization.Existing;
import dev.steerage.llama.Quantizer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is where a quantized one is to be written.
 *
 * @param existing what becomes of it if it is another one
 */
record ExistingFile(Path file, Existing existing) {
  /**
   * Whether it is a whole file of this model, type and importance matrix.
   *
   * @throws InputException saying what it is instead, where such a file is to be kept
   */
  boolean isSame(GgufModel source, String type, Optional<Importance> importance) {
    Optional<String> difference = difference(source, type, importance);
    if (difference.isPresent() && existing == Existing.KEEP) {
      throw InputException.in(
          file, "is there already, but " + difference.get() + "; --force replaces it");
    }
    return difference.isEmpty();
  }

  private Optional<String> difference(
      GgufModel source, String type, Optional<Importance> importance) {
    GgufModel made;
    try {
      made = GgufModel.read(file);
    } catch (InputException e) {
      String why = String.valueOf(e.getMessage()).replace(file + ": ", "").replaceFirst(";.*", "");
      return Optional.of("is no whole GGUF file: it " + why);
    }
    long fileType = made.number("general.file_type").orElse(-1L);
    if (fileType != Quantizer.fileType(type)) {
      String is =
          Quantizer.types().stream()
              .filter(t -> Quantizer.fileType(t) == fileType)
              .findFirst()
              .orElse("another type");
      return Optional.of("is " + is + " and not " + type);
    }
    return made.difference(source)
        .map(what -> "is of another model: " + what)
        .or(() -> Importance.difference(made, importance));
  }
}
