package dev.steerage.vector;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format (huggingface/safetensors): the length of a JSON header in eight bytes,
 * lowest first; the header, with each tensor's type, shape and place, and texts under
 * "__metadata__"; the numbers.
 */
final class SafetensorsFile {
  private static final int MOST_BYTES = 64 << 20;
  private static final int MOST_HEADER_BYTES = 1 << 20;
  private static final String METADATA = "__metadata__";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * What a file holds.
   *
   * @param tensors by name, in the header's order
   * @param metadata its texts
   */
  record Content(TensorTree tensors, Map<String, String> metadata) {}

  private final Path file;
  private final ByteBuffer numbers;
  private final NumberBudget budget;

  private SafetensorsFile(Path file, ByteBuffer numbers) {
    this.file = file;
    this.numbers = numbers;
    this.budget = new NumberBudget(file);
  }

  /**
   * Reads a file of at most 64 MiB.
   *
   * @throws InputException if it is damaged, or a tensor is of another type than float, half,
   *     bfloat16, double, long or int
   */
  static Content read(Path file) {
    byte[] bytes = new InputFile(file).bytes(MOST_BYTES);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = in.getLong();
    if (length < 0 || length > Math.min(MOST_HEADER_BYTES, in.remaining())) {
      throw InputException.in(
          file,
          "says that its header has %s bytes, more than the file or any header; copy it again"
              .formatted(Long.toUnsignedString(length)));
    }
    String header = new String(bytes, in.position(), (int) length, StandardCharsets.UTF_8);
    in.position(in.position() + (int) length);
    return new SafetensorsFile(file, in.slice().order(ByteOrder.LITTLE_ENDIAN))
        .read(json(file, header));
  }

  private static JsonNode json(Path file, String header) {
    try {
      return JSON.readTree(header);
    } catch (JacksonException e) {
      throw InputException.in(
          file, "its header is no valid JSON (" + e.getOriginalMessage() + "); copy it again", e);
    }
  }

  private Content read(JsonNode header) {
    Map<String, TensorTree> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(METADATA)) {
        entry.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        tensors.put(entry.getKey(), new TensorTree.Leaf(tensor(entry.getKey(), entry.getValue())));
      }
    }
    return new Content(new TensorTree.Entries(tensors), metadata);
  }

  private Tensor tensor(String name, JsonNode entry) {
    NumberType type =
        NumberType.ofSafetensors(entry.path("dtype").asText())
            .orElseThrow(
                () ->
                    damaged(
                        name,
                        "is of the type '%s'; save it as F32, F16, BF16 or F64"
                            .formatted(InputFile.shown(entry.path("dtype").asText()))));
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    for (JsonNode length : entry.path("shape")) {
      if (!length.isInt() || length.intValue() < 0 || shape.size() == 8) {
        throw damaged(name, "has a shape that cannot be; save it again");
      }
      shape.add(length.intValue());
      size = Math.min(size * length.intValue(), Integer.MAX_VALUE);
    }
    long begin = entry.path("data_offsets").path(0).asLong(-1);
    long end = entry.path("data_offsets").path(1).asLong(-1);
    if (begin < 0 || end > numbers.capacity() || end - begin != size * type.width()) {
      throw damaged(name, "does not lie in the file as its header says; copy the file again");
    }
    budget.take(size);
    ByteBuffer own = numbers.slice((int) begin, (int) (end - begin)).order(numbers.order());
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.read(own, i);
    }
    return new Tensor(shape, values);
  }

  private InputException damaged(String name, String how) {
    return InputException.in(file, "tensor '" + InputFile.shown(name) + "' " + how);
  }
}
