package dev.steerage.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of a GGUF file with the bytes that each has there, to be copied into another file. */
public final class GgufEntries {
  /** Bytes of a value by its type's id; 0 for strings (8) and arrays (9). */
  private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int COUNTS = 16; // after magic, version and the number of tensors

  private final ByteBuffer in;

  private GgufEntries(ByteBuffer in) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Key, type and value by key, in the file's order. */
  public static Map<String, byte[]> read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return new GgufEntries(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements of an array of 32-bit integers, given the bytes of its key, type and value. */
  public static int[] integers(byte[] entry) {
    ByteBuffer in = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
    long keyBytes = in.getLong();
    in.position(in.position() + (int) keyBytes + 2 * Integer.BYTES);
    int[] elements = new int[(int) in.getLong()];
    in.asIntBuffer().get(elements);
    return elements;
  }

  private Map<String, byte[]> read() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    long count = in.position(COUNTS).getLong();
    for (long i = 0; i < count; i++) {
      int start = in.position();
      byte[] key = new byte[(int) in.getLong()];
      in.get(key);
      skipValue(in.getInt());
      byte[] entry = new byte[in.position() - start];
      in.get(start, entry);
      entries.put(new String(key, StandardCharsets.UTF_8), entry);
    }
    return entries;
  }

  private void skipValue(int type) {
    switch (type) {
      case STRING -> skip(in.getLong());
      case ARRAY -> skipArray(in.getInt(), in.getLong());
      default -> skip(WIDTHS[type]);
    }
  }

  private void skipArray(int type, long length) {
    if (type == STRING || type == ARRAY) {
      for (long i = 0; i < length; i++) {
        skipValue(type);
      }
    } else {
      skip(length * WIDTHS[type]);
    }
  }

  private void skip(long bytes) {
    in.position(Math.addExact(in.position(), Math.toIntExact(bytes)));
  }
}
