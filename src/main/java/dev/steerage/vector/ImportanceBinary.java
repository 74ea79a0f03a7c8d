package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.ImportanceFile.Entry;
import dev.steerage.vector.ImportanceFile.Unseen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An importance matrix in llama.cpp's binary format of before GGUF (common/imatrix-loader.cpp):
 * 32-bit little-endian integers and F32 values, with no mark at its beginning. A number of entries;
 * for each the length of its name, the name, a number of calls, a number of values, the values;
 * then, but not in the oldest files, the number of chunks and the dataset's name after its length.
 */
final class ImportanceBinary {
  private static final int MOST_NAME_BYTES = 256;
  private static final int LEAST_ENTRY_BYTES = 3 * Integer.BYTES + 1 + Float.BYTES;

  private final GgufInput in;

  private ImportanceBinary(GgufInput in) {
    this.in = in;
  }

  static ImportanceFile read(Path file) {
    try (GgufInput in = new GgufInput(file)) {
      return new ImportanceBinary(in).entries(file);
    }
  }

  private ImportanceFile entries(Path file) {
    int count = begin(file);
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Entry entry = entry();
      if (!names.add(entry.tensor())) {
        throw in.broken(
            "has the tensor '" + InputFile.shown(entry.tensor()) + "' twice, the second");
      }
      entries.add(entry);
    }
    int chunks = remaining() > 0 ? Math.max(0, in.int32()) : 0;
    Optional<String> dataset = Optional.empty();
    if (remaining() > 0) {
      dataset = Optional.of(text(number("bytes of text", 0, 1))).filter(name -> !name.isEmpty());
    }
    if (remaining() > 0) {
      throw in.broken("has " + remaining() + " bytes more than an importance matrix");
    }
    return new ImportanceFile(file, dataset, chunks, entries);
  }

  /** The number of entries, if the file begins as one of this format does. */
  private int begin(Path file) {
    if (in.size() >= Integer.BYTES + LEAST_ENTRY_BYTES) {
      int count = in.int32();
      int name = in.int32();
      boolean fits = count > 0 && count <= in.size() / LEAST_ENTRY_BYTES;
      if (fits && name > 0 && name <= MOST_NAME_BYTES) {
        in.seek(Integer.BYTES);
        return count;
      }
    }
    throw InputException.in(
        file,
        "is no importance matrix, neither in GGUF nor in llama.cpp's older format (.dat), or it is cut short; check the path");
  }

  private Entry entry() {
    int length = number("bytes of a name", 1, 1);
    if (length > MOST_NAME_BYTES) {
      throw in.broken("has a name of " + length + " bytes");
    }
    String name = text(length);
    int calls = in.int32();
    if (calls < 0) {
      throw in.broken("has a negative number of calls");
    }
    int values = number("values", 1, Float.BYTES);
    long position = in.position();
    in.skip((long) values * Float.BYTES);
    return new Entry(name, values, position, List.of((long) calls), Unseen.SUM);
  }

  /** How many items follow, each of so many bytes. */
  private int number(String what, int least, int bytesEach) {
    int n = in.int32();
    if (n < least || n > remaining() / bytesEach) {
      throw in.broken("says that " + n + " " + what + " follow");
    }
    return n;
  }

  private String text(int bytes) {
    return new String(in.bytes(bytes), StandardCharsets.UTF_8);
  }

  private long remaining() {
    return in.size() - in.position();
  }
}
