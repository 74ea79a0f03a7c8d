package dev.steerage.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes GGUF files byte by byte, wrong ones too. */
public final class GgufBytes {
  private final ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  /** A header of version 3. */
  public GgufBytes(long tensors, long keys) {
    out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(tensors).putLong(keys);
  }

  public GgufBytes string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putLong(bytes.length).put(bytes);
    return this;
  }

  public GgufBytes int32(int value) {
    out.putInt(value);
    return this;
  }

  public GgufBytes int64(long value) {
    out.putLong(value);
    return this;
  }

  public GgufBytes key(String key, String value) {
    return string(key).int32(8).string(value);
  }

  /** A one-dimensional tensor's entry. */
  public GgufBytes tensor(String name, long length, int type, long offset) {
    return string(name).int32(1).int64(length).int32(type).int64(offset);
  }

  /** Numbers, from the next multiple of 32 on. */
  public GgufBytes floats(float... values) {
    out.position((out.position() + 31) / 32 * 32);
    for (float value : values) {
      out.putFloat(value);
    }
    return this;
  }

  public GgufBytes halves(int... bits) {
    out.position((out.position() + 31) / 32 * 32);
    for (int b : bits) {
      out.putShort((short) b);
    }
    return this;
  }

  public Path write(Path file) throws IOException {
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return Files.write(file, bytes);
  }
}
