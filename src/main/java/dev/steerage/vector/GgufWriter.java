package dev.steerage.tiny;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A GGUF file of version 3 with F32 tensors; keys and tensors stand in it in the order in which
 * they are added. Tensors are made one at a time while the file is written, so that a model need
 * not fit in memory.
 */
final class GgufWriter {
  private static final int TYPE_UINT32 = 4;
  private static final int TYPE_FLOAT32 = 6;
  private static final int TYPE_STRING = 8;
  private static final int TENSOR_F32 = 0;
  private static final int ALIGNMENT = 32;

  private final List<byte[]> keys = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();

  /**
   * A tensor to be written.
   *
   * @param name unique in the file
   * @param dimensions fastest dimension first (ggml's order)
   * @param values as many as the dimensions say; the same whenever they are asked for
   */
  record Tensor(String name, List<Integer> dimensions, Supplier<float[]> values) {
    Tensor {
      dimensions = List.copyOf(dimensions);
    }

    /** Number of values. */
    int size() {
      return dimensions.stream().reduce(1, Math::multiplyExact);
    }
  }

  GgufWriter text(String key, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry = entry(key, TYPE_STRING, Long.BYTES + utf8.length);
    keys.add(entry.putLong(utf8.length).put(utf8).array());
    return this;
  }

  GgufWriter uint32(String key, int value) {
    keys.add(entry(key, TYPE_UINT32, Integer.BYTES).putInt(value).array());
    return this;
  }

  GgufWriter float32(String key, float value) {
    keys.add(entry(key, TYPE_FLOAT32, Float.BYTES).putFloat(value).array());
    return this;
  }

  /** Keys with their values as they stand in another file. */
  GgufWriter copied(Iterable<byte[]> entries) {
    entries.forEach(keys::add);
    return this;
  }

  GgufWriter tensors(Iterable<Tensor> more) {
    more.forEach(tensors::add);
    return this;
  }

  /** Writes the file, over one that is there, and returns it. */
  Path write(Path file) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      long written = writeHeader(out);
      out.write(new byte[padding(written)]);
      for (Tensor tensor : tensors) {
        byte[] values = bytes(tensor);
        out.write(values);
        out.write(new byte[padding(values.length)]);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long writeHeader(OutputStream out) throws IOException {
    ByteBuffer start = little(4 + Integer.BYTES + 2 * Long.BYTES);
    start.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3);
    out.write(start.putLong(tensors.size()).putLong(keys.size()).array());
    long written = start.capacity();
    for (byte[] key : keys) {
      out.write(key);
      written += key.length;
    }
    long offset = 0;
    for (Tensor tensor : tensors) {
      byte[] place = place(tensor, offset);
      out.write(place);
      written += place.length;
      long bytes = (long) Float.BYTES * tensor.size();
      offset += bytes + padding(bytes);
    }
    return written;
  }

  private static byte[] place(Tensor tensor, long offset) {
    byte[] name = tensor.name().getBytes(StandardCharsets.UTF_8);
    int dimensions = tensor.dimensions().size();
    ByteBuffer place = little(name.length + 2 * Integer.BYTES + (dimensions + 2) * Long.BYTES);
    place.putLong(name.length).put(name).putInt(dimensions);
    tensor.dimensions().forEach(place::putLong);
    return place.putInt(TENSOR_F32).putLong(offset).array();
  }

  private static byte[] bytes(Tensor tensor) {
    float[] values = tensor.values().get();
    if (values.length != tensor.size()) {
      throw new IllegalStateException(tensor.name() + " has " + values.length + " values");
    }
    ByteBuffer bytes = little(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** A key and its value's type, with room for the value. */
  private static ByteBuffer entry(String key, int type, int valueBytes) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry = little(Long.BYTES + name.length + Integer.BYTES + valueBytes);
    return entry.putLong(name.length).put(name).putInt(type);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes up to the next multiple of the alignment. */
  private static int padding(long bytes) {
    return Math.floorMod(-bytes, ALIGNMENT);
  }
}
