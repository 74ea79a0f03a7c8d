package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An importance matrix as llama.cpp's imatrix tool writes it: for each of a model's matrices the
 * mean of the squared activations that each column is multiplied with. Both of its formats are
 * read, GGUF and the binary one before it (usually .dat), in which every length is checked before
 * it is believed; the values stay in the file.
 */
public final class ImportanceFile {
  /**
   * Squares of activations up to a million. llama.cpp squares sums of importances in F32; where
   * that overflows, some of its i-quants end the process.
   */
  private static final double MOST = 1e12;

  private final Path file;
  private final Optional<String> dataset;
  private final int chunks;
  private final List<Entry> entries;

  /**
   * The values for one matrix of the model, or for the matrices of several experts.
   *
   * @param tensor the matrix's name in the model
   * @param values how many there are: its columns, times its experts
   * @param position of the first one's bytes in the file; they are F32
   * @param counts what each expert's sums are to be divided by; one for all where there is one
   * @param unseen what stands for the values of a count of 0: whether it is 1 or the sum itself
   */
  record Entry(String tensor, int values, long position, List<Long> counts, Unseen unseen) {}

  /** What llama.cpp takes for columns that no token went through. */
  enum Unseen {
    ONE,
    SUM
  }

  ImportanceFile(Path file, Optional<String> dataset, int chunks, List<Entry> entries) {
    this.file = file;
    this.dataset = dataset;
    this.chunks = chunks;
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads where the values lie.
   *
   * @throws InputException if the file is no importance matrix, is damaged or cut short
   */
  public static ImportanceFile read(Path file) {
    ImportanceFile read =
        FileMagic.of(file) == FileMagic.GGUF
            ? ImportanceGguf.read(GgufFile.read(file))
            : ImportanceBinary.read(file);
    if (read.entries.isEmpty()) {
      throw InputException.in(
          file, "holds no tensor's importances; make it with llama.cpp's llama-imatrix");
    }
    return read;
  }

  /** The file it was read from. */
  public Path file() {
    return file;
  }

  /** The text whose activations were measured, as the file names it; the first of several. */
  public Optional<String> dataset() {
    return dataset;
  }

  /** Chunks of that text; 0 where the file does not say. */
  public int chunks() {
    return chunks;
  }

  /** Names of the matrices that it has values for. */
  public List<String> tensors() {
    return entries.stream().map(Entry::tensor).toList();
  }

  /** How many values it has for each of {@link #tensors()}. */
  public List<Integer> sizes() {
    return entries.stream().map(Entry::values).toList();
  }

  /**
   * The values for a matrix: sums of squares divided by their counts, as llama.cpp's quantize tool
   * divides them.
   *
   * @param index in {@link #tensors()}
   * @throws InputException if one is negative, not finite, or above 1e12
   */
  public float[] values(int index) {
    Entry entry = entries.get(index);
    float[] values = sums(entry);
    int columns = values.length / entry.counts().size();
    for (int i = 0; i < values.length; i++) {
      long count = entry.counts().get(i / columns);
      if (count > 0) {
        values[i] /= count;
      } else if (entry.unseen() == Unseen.ONE && Float.isFinite(values[i])) {
        values[i] = 1;
      }
      if (!(values[i] >= 0 && values[i] <= MOST)) {
        throw InputException.in(
            file,
            "value %d of tensor '%s' is %s, but importances are mean squares from 0 to %.0e; make the file again"
                .formatted(i + 1, InputFile.shown(entry.tensor()), values[i], MOST));
      }
    }
    return values;
  }

  private float[] sums(Entry entry) {
    float[] values = new float[entry.values()];
    try (GgufInput in = new GgufInput(file)) {
      in.seek(entry.position());
      for (int i = 0; i < values.length; i++) {
        values[i] = in.float32();
      }
    }
    return values;
  }
}
