package dev.steerage.vector;

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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A GGUF file of version 3 with F32 and F16 tensors; keys and tensors stand in it in the order in
 * which they are added. Tensors are made one at a time while the file is written, so that a model
 * need not fit in memory.
 */
public final class GgufWriter {
  private static final int TYPE_UINT32 = 4;
  private static final int TYPE_FLOAT32 = 6;
  private static final int TYPE_STRING = 8;
  private static final int ALIGNMENT = 32;
  private static final int CHUNK = 1 << 14; // numbers that are converted at a time

  private final List<byte[]> keys = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();

  /**
   * A tensor to be written.
   *
   * @param name unique in the file
   * @param dimensions fastest dimension first (ggml's order)
   * @param type F32 or F16, to which the values are rounded
   * @param values as many as the dimensions say; the same whenever they are asked for
   */
  public record Tensor(
      String name, List<Integer> dimensions, GgmlType type, Supplier<float[]> values) {
    public Tensor {
      dimensions = List.copyOf(dimensions);
      if (type != GgmlType.F32 && type != GgmlType.F16) {
        throw new IllegalArgumentException(name + " cannot be written as " + type);
      }
    }

    /** One of type F32. */
    public Tensor(String name, List<Integer> dimensions, Supplier<float[]> values) {
      this(name, dimensions, GgmlType.F32, values);
    }

    /** Number of values. */
    public int size() {
      return dimensions.stream().reduce(1, Math::multiplyExact);
    }

    /** Bytes in the file, without what fills up to the next tensor. */
    public long bytes() {
      return (long) type.blockBytes() * size();
    }
  }

  /** A key with a string. */
  public GgufWriter text(String key, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return entry(key, TYPE_STRING, Long.BYTES + utf8.length, e -> e.putLong(utf8.length).put(utf8));
  }

  /** A key with a number that is not negative. */
  public GgufWriter uint32(String key, int value) {
    return entry(key, TYPE_UINT32, Integer.BYTES, e -> e.putInt(value));
  }

  /** A key with a float. */
  public GgufWriter float32(String key, float value) {
    return entry(key, TYPE_FLOAT32, Float.BYTES, e -> e.putFloat(value));
  }

  /** Keys with their values as they stand in another file. */
  public GgufWriter copied(Iterable<byte[]> entries) {
    entries.forEach(keys::add);
    return this;
  }

  /** Tensors after those that are there. */
  public GgufWriter tensors(Iterable<Tensor> more) {
    more.forEach(tensors::add);
    return this;
  }

  /**
   * Writes the file, over one that is there, and returns it.
   *
   * @throws UncheckedIOException if that cannot be
   */
  public Path write(Path file) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      long written = writeHeader(out);
      out.write(new byte[padding(written)]);
      for (Tensor tensor : tensors) {
        writeValues(tensor, out);
        out.write(new byte[padding(tensor.bytes())]);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long writeHeader(OutputStream out) throws IOException {
    byte[] start =
        little(
            4 + Integer.BYTES + 2 * Long.BYTES,
            head ->
                head.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                    .putInt(3)
                    .putLong(tensors.size())
                    .putLong(keys.size()));
    out.write(start);
    long written = start.length;
    for (byte[] key : keys) {
      out.write(key);
      written += key.length;
    }
    long offset = 0;
    for (Tensor tensor : tensors) {
      byte[] place = place(tensor, offset);
      out.write(place);
      written += place.length;
      offset += tensor.bytes() + padding(tensor.bytes());
    }
    return written;
  }

  private static byte[] place(Tensor tensor, long offset) {
    byte[] name = tensor.name().getBytes(StandardCharsets.UTF_8);
    int dimensions = tensor.dimensions().size();
    return little(
        name.length + 2 * Integer.BYTES + (dimensions + 2) * Long.BYTES,
        place -> {
          place.putLong(name.length).put(name).putInt(dimensions);
          tensor.dimensions().forEach(place::putLong);
          place.putInt(tensor.type().id()).putLong(offset);
        });
  }

  private static void writeValues(Tensor tensor, OutputStream out) throws IOException {
    float[] values = tensor.values().get();
    if (values.length != tensor.size()) {
      throw new IllegalStateException(tensor.name() + " has " + values.length + " values");
    }
    byte[] chunk = new byte[Float.BYTES * CHUNK];
    ByteBuffer bytes = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      bytes.clear();
      for (int i = from; i < Math.min(values.length, from + CHUNK); i++) {
        if (tensor.type() == GgmlType.F16) {
          bytes.putShort(NarrowFloat.toHalf(values[i]));
        } else {
          bytes.putFloat(values[i]);
        }
      }
      out.write(chunk, 0, bytes.position());
    }
  }

  /** Adds a key with its value's type and value. */
  private GgufWriter entry(String key, int type, int valueBytes, Consumer<ByteBuffer> value) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    keys.add(
        little(
            Long.BYTES + name.length + Integer.BYTES + valueBytes,
            entry -> value.accept(entry.putLong(name.length).put(name).putInt(type))));
    return this;
  }

  private static byte[] little(int size, Consumer<ByteBuffer> fill) {
    byte[] bytes = new byte[size];
    fill.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return bytes;
  }

  /** Bytes up to the next multiple of the alignment. */
  private static int padding(long bytes) {
    return Math.floorMod(-bytes, ALIGNMENT);
  }
}
