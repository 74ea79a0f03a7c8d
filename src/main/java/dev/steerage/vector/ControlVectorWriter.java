package dev.steerage.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;

/**
 * Writes llama.cpp's control vectors: GGUF version 3 with one F32 tensor {@code direction.<layer>}
 * of one dimension for each layer.
 */
public final class ControlVectorWriter {
  // numbers of the format: ggml/include/gguf.h and ggml.h of llama.cpp
  private static final int VERSION = 3;
  private static final int TYPE_INT32 = 5;
  private static final int TYPE_STRING = 8;
  private static final int TENSOR_F32 = 0;
  private static final int ALIGNMENT = 32;
  private static final int METADATA = 3;

  private ControlVectorWriter() {}

  /**
   * Writes a file, over one that is there.
   *
   * @param modelHint architecture of the model that the vector is for, such as {@code llama}
   * @param directions by 0-based layer, 1 or later, all of one width
   */
  public static void write(Path file, String modelHint, SortedMap<Integer, float[]> directions)
      throws IOException {
    int width = directions.values().stream().findFirst().orElse(new float[0]).length;
    if (width == 0
        || directions.firstKey() < 1
        || directions.values().stream().anyMatch(direction -> direction.length != width)) {
      throw new IllegalArgumentException("directions are of layer 1 or later and of one width");
    }
    Files.write(file, bytes(modelHint, directions));
  }

  /** The bytes of a file; the same is asked of the directions as by {@link #write}. */
  static byte[] bytes(String modelHint, SortedMap<Integer, float[]> directions) {
    int width = directions.values().iterator().next().length;
    int layers = directions.size();
    int stride = aligned(Float.BYTES * width);
    int header = 1024 + 4 * modelHint.length() + 64 * layers;
    ByteBuffer gguf = ByteBuffer.allocate(header + layers * stride).order(ByteOrder.LITTLE_ENDIAN);
    putHeader(gguf, modelHint, layers);
    long offset = 0;
    for (int layer : directions.keySet()) {
      putText(gguf, "direction." + layer);
      gguf.putInt(1).putLong(width).putInt(TENSOR_F32).putLong(offset);
      offset += stride;
    }
    for (float[] direction : directions.values()) {
      gguf.position(aligned(gguf.position()));
      gguf.asFloatBuffer().put(direction);
      gguf.position(gguf.position() + Float.BYTES * width);
    }
    return Arrays.copyOf(gguf.array(), aligned(gguf.position()));
  }

  private static void putHeader(ByteBuffer gguf, String modelHint, int layers) {
    gguf.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(VERSION);
    gguf.putLong(layers).putLong(METADATA);
    putText(gguf, "general.architecture");
    gguf.putInt(TYPE_STRING);
    putText(gguf, "controlvector");
    putText(gguf, "controlvector.model_hint");
    gguf.putInt(TYPE_STRING);
    putText(gguf, modelHint);
    putText(gguf, "controlvector.layer_count");
    gguf.putInt(TYPE_INT32).putInt(layers);
  }

  private static void putText(ByteBuffer gguf, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    gguf.putLong(utf8.length).put(utf8);
  }

  private static int aligned(int size) {
    return Math.floorDiv(size + ALIGNMENT - 1, ALIGNMENT) * ALIGNMENT;
  }
}
