package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.llama.ImportanceMatrix;
import dev.steerage.vector.GgufTensor;
import dev.steerage.vector.ImportanceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A user's importance matrix for one model.
 *
 * @param file it
 * @param matrix the same for llama.cpp's quantizer
 */
record Importance(ImportanceFile file, ImportanceMatrix matrix) {
  /** Keys that llama.cpp's quantize tool writes. */
  private static final String FILE = "quantize.imatrix.file";

  private static final String DATASET = "quantize.imatrix.dataset";
  private static final String ENTRIES = "quantize.imatrix.entries_count";
  private static final String CHUNKS = "quantize.imatrix.chunks_count";

  /** Of these tables llama.cpp ignores values that do not fit. */
  private static final Set<String> EMBEDDINGS =
      Set.of("token_embd.weight", "per_layer_token_embd.weight");

  private static final int MOST_TEXT_BYTES = 127; // of a text in a llama_model_kv_override

  /**
   * Reads a matrix.
   *
   * @throws InputException if it is none, is damaged, or of another model
   */
  static Importance load(Path path, GgufModel model) {
    ImportanceFile file = ImportanceFile.read(path);
    check(file, model);
    ImportanceMatrix matrix =
        new ImportanceMatrix(recorded(path), file.dataset().orElse(""), file.chunks());
    for (int i = 0; i < file.tensors().size(); i++) {
      matrix.add(file.tensors().get(i), file.values(i));
    }
    return new Importance(file, matrix);
  }

  private static void check(ImportanceFile file, GgufModel model) {
    boolean known = false;
    for (int i = 0; i < file.tensors().size(); i++) {
      String name = file.tensors().get(i);
      GgufTensor tensor = model.tensors().get(name);
      if (tensor != null && !EMBEDDINGS.contains(name)) {
        known = true;
        checkSize(file, tensor, file.sizes().get(i));
      }
    }
    if (!known) {
      throw InputException.in(
          file.file(),
          "is an importance matrix of another model: %s has none of its tensors, such as '%s'"
              .formatted(model.header().file(), InputFile.shown(file.tensors().get(0))));
    }
  }

  private static void checkSize(ImportanceFile file, GgufTensor tensor, int size) {
    List<Long> dimensions = tensor.dimensions();
    long needed = dimensions.get(0) * (dimensions.size() > 2 ? dimensions.get(2) : 1);
    if (size != needed) {
      throw InputException.in(
          file.file(),
          "is an importance matrix of another model: it has %d values for tensor '%s', which needs %d here"
              .formatted(size, InputFile.shown(tensor.name()), needed));
    }
  }

  /** A path that is too long for the metadata is of no use cut off; its last name may be. */
  private static String recorded(Path path) {
    String text = path.toString();
    return text.getBytes(StandardCharsets.UTF_8).length <= MOST_TEXT_BYTES
        ? text
        : String.valueOf(path.getFileName());
  }

  /**
   * In what a quantized file's matrix differs from the one asked for, as a clause. Files may have
   * moved, so names count without folders.
   *
   * @param asked the matrix; empty for a quantization without one
   */
  static Optional<String> difference(GgufModel made, Optional<Importance> asked) {
    Optional<String> recorded = made.header().text(FILE);
    if (asked.isEmpty()) {
      return recorded.map(
          name -> "was made with the importance matrix '%s'".formatted(InputFile.shown(name)));
    }
    if (recorded.isEmpty()) {
      return Optional.of("was made without an importance matrix");
    }
    ImportanceFile file = asked.get().file();
    boolean same =
        name(recorded.get()).equals(name(recorded(file.file())))
            && made.header().text(DATASET).orElse("").equals(cut(file.dataset().orElse("")))
            && made.number(ENTRIES).orElse(0L) == file.tensors().size()
            && made.number(CHUNKS).orElse(0L) == file.chunks();
    return same
        ? Optional.empty()
        : Optional.of(
            "was made with another importance matrix ('%s')"
                .formatted(InputFile.shown(recorded.get())));
  }

  private static String name(String path) {
    return cut(path.substring(path.lastIndexOf('/') + 1));
  }

  /** As llama_model_kv_override cuts it, at the end of a character. */
  private static String cut(String text) {
    int end = text.length();
    while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MOST_TEXT_BYTES) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }
}
