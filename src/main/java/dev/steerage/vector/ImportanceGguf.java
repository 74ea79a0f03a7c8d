package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.ImportanceFile.Entry;
import dev.steerage.vector.ImportanceFile.Unseen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An importance matrix in GGUF (llama.cpp's common/imatrix-loader.cpp): for a matrix {@code name}
 * the F32 tensors {@code name.in_sum2}, sums of squares, and {@code name.counts}, one count of
 * tokens for each expert.
 */
final class ImportanceGguf {
  private static final String SUMS = ".in_sum2";
  private static final String COUNTS = ".counts";
  private static final String DATASETS = "imatrix.datasets";
  private static final String CHUNKS = "imatrix.chunk_count";
  private static final List<String> KEYS = List.of(DATASETS, CHUNKS, "imatrix.chunk_size");

  private final GgufFile file;
  private final Map<String, GgufTensor> tensors = new LinkedHashMap<>();

  private ImportanceGguf(GgufFile file) {
    this.file = file;
    file.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
  }

  static ImportanceFile read(GgufFile file) {
    return new ImportanceGguf(file).read();
  }

  private ImportanceFile read() {
    String type = file.text("general.type").orElse("imatrix");
    if (!type.equals("imatrix") || tensors.keySet().stream().noneMatch(n -> n.endsWith(SUMS))) {
      throw InputException.in(
          file.file(),
          "is a GGUF file but no importance matrix; make one of the model with llama.cpp's llama-imatrix");
    }
    KEYS.stream()
        .filter(key -> !file.metadata().containsKey(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw damaged("lacks the key " + key);
            });
    List<Entry> entries = new ArrayList<>();
    for (String name : tensors.keySet()) {
      if (name.endsWith(SUMS)) {
        entries.add(entry(name.substring(0, name.length() - SUMS.length())));
      } else if (name.endsWith(COUNTS)) {
        tensor(name.substring(0, name.length() - COUNTS.length()), SUMS);
      }
    }
    return new ImportanceFile(file.file(), file.firstText(DATASETS), chunks(), entries);
  }

  private Entry entry(String name) {
    GgufTensor sums = tensor(name, SUMS);
    float[] counts = file.values(tensor(name, COUNTS));
    long values = sums.bytes() / Float.BYTES;
    if (values > Integer.MAX_VALUE || values % counts.length != 0) {
      throw damaged(
          "has %d sums and %d counts for tensor '%s', which do not fit together"
              .formatted(values, counts.length, InputFile.shown(name)));
    }
    List<Long> rounded = new ArrayList<>();
    for (float count : counts) {
      if (!(count >= 0 && count < Long.MAX_VALUE)) {
        throw damaged("has a count of %s for tensor '%s'".formatted(count, InputFile.shown(name)));
      }
      rounded.add(Math.round((double) count));
    }
    return new Entry(name, (int) values, sums.position(), rounded, Unseen.ONE);
  }

  private GgufTensor tensor(String name, String ending) {
    GgufTensor tensor = tensors.get(name + ending);
    if (tensor == null || tensor.type() != GgmlType.F32) {
      throw damaged(
          "has %s tensor '%s'"
              .formatted(tensor == null ? "no" : "no F32", InputFile.shown(name + ending)));
    }
    return tensor;
  }

  private int chunks() {
    return file.metadata().get(CHUNKS) instanceof Long n && n >= 0 && n <= Integer.MAX_VALUE
        ? n.intValue()
        : 0;
  }

  private InputException damaged(String what) {
    return InputException.in(
        file.file(), what + "; the importance matrix is damaged, so fetch or make it again");
  }
}
