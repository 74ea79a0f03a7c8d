package dev.steerage.tiny;

import dev.steerage.evaluation.RandomModel;
import dev.steerage.vector.ControlVectorWriter;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model that decodes as fast as can be, for what depends on the number of pairs alone: random
 * weights, and each ASCII character a token. It needs nothing but the program's classes, so that
 * {@code java -cp target/steerage.jar} runs this source.
 */
public final class SmallestModel {
  private static final int WIDTH = 16;
  private static final int FEED_FORWARD = 16;
  private static final int LAYERS = 3;
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int BYTE = 6;
  private static final int ARRAY_OF_GGUF = 9;

  /** The file's types of elements. */
  private enum Element {
    INT32(5),
    FLOAT32(6),
    STRING(8);

    private final int number;

    Element(int number) {
      this.number = number;
    }
  }

  private SmallestModel() {}

  /**
   * Writes {@code model.gguf}, {@code vector.gguf}, and for each number {@code
   * pairs-<number>.jsonl} with so many pairs, into a folder that is there.
   *
   * @param arguments the folder and the numbers
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    write(folder.resolve("model.gguf"));
    writeVector(folder.resolve("vector.gguf"));
    for (String number : Arrays.asList(arguments).subList(1, arguments.length)) {
      writePairs(folder.resolve("pairs-" + number + ".jsonl"), Integer.parseInt(number));
    }
  }

  /** Writes the model, over a file that is there. */
  public static void write(Path file) {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    List<Integer> types = new ArrayList<>(List.of(UNKNOWN, CONTROL, CONTROL));
    for (int b = 0; b < 256; b++) {
      tokens.add(String.format(Locale.ROOT, "<0x%02X>", b));
      types.add(BYTE);
    }
    tokens.add("\u2581"); // a blank
    types.add(NORMAL);
    for (char c = '!'; c <= '~'; c++) {
      tokens.add(String.valueOf(c));
      types.add(NORMAL);
    }
    RandomModel model = new RandomModel(file, LAYERS, WIDTH, 1, FEED_FORWARD, 512, 1);
    model
        .header(GgmlType.F32)
        .text("tokenizer.ggml.model", "llama")
        .uint32("tokenizer.ggml.bos_token_id", 1)
        .uint32("tokenizer.ggml.eos_token_id", 2)
        .uint32("tokenizer.ggml.unknown_token_id", 0)
        .copied(
            List.of(
                array("tokenizer.ggml.tokens", Element.STRING, tokens),
                array(
                    "tokenizer.ggml.scores", Element.FLOAT32, types.stream().map(t -> 0f).toList()),
                array("tokenizer.ggml.token_type", Element.INT32, types)))
        .tensors(tensors(tokens.size()))
        .write(file);
  }

  /** A direction for the blocks 1 and 2 of the model. */
  public static void writeVector(Path file) throws IOException {
    float[] direction = RandomModel.random(7, "vector", WIDTH, 0.5);
    ControlVectorWriter.write(file, "llama", new TreeMap<>(Map.of(1, direction, 2, direction)));
  }

  /** Pairs of a few words, all with another prompt. */
  public static void writePairs(Path file, int count) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        out.write(
            String.format(
                Locale.ROOT,
                "{\"prompt\": \"Is %d good?\", \"positive\": \"Yes %d\", \"negative\": \"No\"}%n",
                i,
                i % 100));
      }
    }
  }

  private static List<GgufWriter.Tensor> tensors(int tokens) {
    List<GgufWriter.Tensor> tensors = new ArrayList<>();
    tensors.add(matrix("token_embd.weight", WIDTH, tokens, 1));
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = "blk." + layer + ".";
      tensors.add(ones(block + "attn_norm.weight"));
      for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
        tensors.add(matrix(block + part + ".weight", WIDTH, WIDTH, 0.25));
      }
      tensors.add(ones(block + "ffn_norm.weight"));
      tensors.add(matrix(block + "ffn_gate.weight", WIDTH, FEED_FORWARD, 0.25));
      tensors.add(matrix(block + "ffn_up.weight", WIDTH, FEED_FORWARD, 0.25));
      tensors.add(matrix(block + "ffn_down.weight", FEED_FORWARD, WIDTH, 0.25));
    }
    tensors.add(ones("output_norm.weight"));
    tensors.add(matrix("output.weight", WIDTH, tokens, 0.5));
    return tensors;
  }

  private static GgufWriter.Tensor ones(String name) {
    float[] values = new float[WIDTH];
    Arrays.fill(values, 1);
    return new GgufWriter.Tensor(name, List.of(WIDTH), () -> values);
  }

  private static GgufWriter.Tensor matrix(String name, int inputs, int outputs, double deviation) {
    return new GgufWriter.Tensor(
        name,
        List.of(inputs, outputs),
        () -> RandomModel.random(1, name, inputs * outputs, deviation));
  }

  /** A key with an array, as the file has it. */
  private static byte[] array(String key, Element type, List<?> values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeText(out, key);
    writeInt(out, ARRAY_OF_GGUF);
    writeInt(out, type.number);
    writeLong(out, values.size());
    for (Object value : values) {
      if (value instanceof String text) {
        writeText(out, text);
      } else {
        writeInt(out, value instanceof Float number ? Float.floatToIntBits(number) : (int) value);
      }
    }
    return out.toByteArray();
  }

  private static void writeText(ByteArrayOutputStream out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeLong(out, utf8.length);
    out.writeBytes(utf8);
  }

  private static void writeInt(ByteArrayOutputStream out, int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void writeLong(ByteArrayOutputStream out, long value) {
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
