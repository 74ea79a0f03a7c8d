package dev.steerage.vector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes safetensors: an F32 tensor {@code direction.N} for each layer, or {@code direction} for
 * any. Beside the metadata that are given, such as "method", "model_hint" and "model_sha256" where
 * they are known, stand "layers" (what N means) and "norm" (Euclidean, by tensor).
 */
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  static byte[] bytes(Directions directions, Map<String, String> metadata) {
    SortedMap<Integer, String> names = names(directions);
    byte[] header = header(directions, names, metadata);
    int numbers = Float.BYTES * directions.width() * names.size();
    ByteBuffer out =
        ByteBuffer.allocate(Long.BYTES + header.length + numbers).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(header.length).put(header);
    for (int layer : names.keySet()) {
      for (float value : directions.direction(layer)) {
        out.putFloat(value);
      }
    }
    return out.array();
  }

  private static SortedMap<Integer, String> names(Directions directions) {
    SortedMap<Integer, String> names = new TreeMap<>();
    directions.layers().forEach(layer -> names.put(layer, "direction." + layer));
    if (names.isEmpty()) {
      names.put(0, "direction");
    }
    return names;
  }

  private static byte[] header(
      Directions directions, SortedMap<Integer, String> names, Map<String, String> metadata) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode texts = root.putObject("__metadata__");
    metadata.forEach(texts::put);
    texts.put(
        "layers",
        directions.layers().isEmpty()
            ? "direction fits any layer"
            : "direction.N is added to the output of block N, counted from 0");
    ObjectNode norms = JsonNodeFactory.instance.objectNode();
    int bytes = Float.BYTES * directions.width();
    int offset = 0;
    for (Map.Entry<Integer, String> name : names.entrySet()) {
      float[] direction = directions.direction(name.getKey());
      norms.put(name.getValue(), Math.sqrt(VectorArithmetic.dot(direction, direction)));
      ObjectNode tensor = root.putObject(name.getValue());
      tensor.put("dtype", "F32").putArray("shape").add(directions.width());
      tensor.putArray("data_offsets").add(offset).add(offset + bytes);
      offset += bytes;
    }
    texts.put("norm", norms.toString());
    byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
    // spaces, so that the numbers begin at a multiple of 8
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] spaces = " ".repeat(padded - json.length).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(padded).put(json).put(spaces).array();
  }
}
