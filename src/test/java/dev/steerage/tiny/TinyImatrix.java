package dev.steerage.tiny;

import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufTensor;
import dev.steerage.vector.GgufWriter;
import dev.steerage.vector.GgufWriter.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An importance matrix with made-up values for the matrices of a model's blocks, in both formats of
 * llama.cpp's imatrix tool (tools/imatrix/imatrix.cpp).
 */
public final class TinyImatrix {
  /** What the file names as its text. */
  public static final String DATASET = "calibration.txt";

  /** Chunks of the text. */
  public static final int CHUNKS = 7;

  /** Tokens that were counted, a power of two, so that dividing by them is exact. */
  private static final int TOKENS = 512;

  private static final int TYPE_STRING = 8;
  private static final int TYPE_ARRAY = 9;

  private final Map<String, float[]> values = new LinkedHashMap<>();

  private TinyImatrix() {}

  /** Values of very different sizes, the same whenever they are made. */
  public static TinyImatrix of(Path model) {
    TinyImatrix matrix = new TinyImatrix();
    for (GgufTensor tensor : GgufFile.read(model).tensors()) {
      if (tensor.name().startsWith("blk.") && tensor.dimensions().size() == 2) {
        int columns = Math.toIntExact(tensor.dimensions().get(0));
        float[] values = TinyModel.random(1, tensor.name(), columns, 2);
        for (int i = 0; i < columns; i++) {
          values[i] = (float) Math.exp(values[i]);
        }
        matrix.values.put(tensor.name(), values);
      }
    }
    return matrix;
  }

  /** Values by the tensors' names; they may be changed and removed. */
  public Map<String, float[]> values() {
    return values;
  }

  /** Writes the matrix in GGUF: sums over the tokens and their counts. */
  public Path gguf(Path file) {
    List<Tensor> tensors = new ArrayList<>();
    values.forEach(
        (name, means) -> {
          float[] sums = means.clone();
          for (int i = 0; i < sums.length; i++) {
            sums[i] *= TOKENS;
          }
          tensors.add(new Tensor(name + ".in_sum2", List.of(sums.length, 1), () -> sums));
          tensors.add(new Tensor(name + ".counts", List.of(1, 1), () -> new float[] {TOKENS}));
        });
    return new GgufWriter()
        .text("general.type", "imatrix")
        .copied(List.of(texts("imatrix.datasets", DATASET)))
        .uint32("imatrix.chunk_count", CHUNKS)
        .uint32("imatrix.chunk_size", TOKENS)
        .tensors(tensors)
        .write(file);
  }

  /** Writes the matrix in the binary format: means times calls. */
  public Path binary(Path file) {
    int bytes = 3 * Integer.BYTES + DATASET.length();
    for (Map.Entry<String, float[]> entry : values.entrySet()) {
      bytes += 3 * Integer.BYTES + utf8(entry.getKey()).length;
      bytes += Float.BYTES * entry.getValue().length;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(values.size());
    values.forEach(
        (name, means) -> {
          out.putInt(utf8(name).length).put(utf8(name)).putInt(CHUNKS + 1).putInt(means.length);
          for (float mean : means) {
            out.putFloat(mean * (CHUNKS + 1));
          }
        });
    out.putInt(CHUNKS).putInt(DATASET.length()).put(utf8(DATASET));
    try {
      return Files.write(file, out.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key with an array of one string. */
  private static byte[] texts(String key, String text) {
    int bytes = Long.BYTES + key.length() + 2 * Integer.BYTES + 2 * Long.BYTES + text.length();
    return ByteBuffer.allocate(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(key.length())
        .put(utf8(key))
        .putInt(TYPE_ARRAY)
        .putInt(TYPE_STRING)
        .putLong(1)
        .putLong(text.length())
        .put(utf8(text))
        .array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
