package dev.steerage.tiny;

import dev.steerage.vector.GgufWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A GGUF file with a tokenizer of some hundred tokens and no weights, so that a {@link TinyModel}
 * made of it has kilobytes: SentencePiece's kind, with every byte and the letters.
 */
public final class TinyTokenizer {
  private static final int TYPE_INT32 = 5;
  private static final int TYPE_FLOAT32 = 6;
  private static final int TYPE_STRING = 8;
  private static final int TYPE_ARRAY = 9;
  private static final int NORMAL = 1; // token types of llama.h
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int BYTE = 6;
  private static final String PREFIX = "tokenizer.ggml.";

  private final List<String> texts = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();

  private TinyTokenizer() {
    add("<unk>", UNKNOWN);
    add("<s>", CONTROL);
    add("</s>", CONTROL);
    for (int i = 0; i < 256; i++) {
      add("<0x%02X>".formatted(i), BYTE);
    }
    add("\u2581", NORMAL);
    for (char letter = 'a'; letter <= 'z'; letter++) {
      add(String.valueOf(letter), NORMAL);
      add("\u2581" + letter, NORMAL);
    }
  }

  /** Writes the file, over one that is there, and returns it. */
  public static Path write(Path file) {
    TinyTokenizer tokenizer = new TinyTokenizer();
    return new GgufWriter()
        .text("general.architecture", "llama")
        .text(PREFIX + "model", "llama")
        .copied(List.of(tokenizer.tokens(), tokenizer.scores(), tokenizer.typeNumbers()))
        .uint32(PREFIX + "bos_token_id", 1)
        .uint32(PREFIX + "eos_token_id", 2)
        .uint32(PREFIX + "unknown_token_id", 0)
        .write(file);
  }

  private void add(String text, int type) {
    texts.add(text);
    types.add(type);
  }

  private byte[] tokens() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      all.writeBytes(little(Long.BYTES).putLong(utf8.length).array());
      all.writeBytes(utf8);
    }
    return entry("tokens", TYPE_STRING, all.toByteArray());
  }

  private byte[] scores() {
    ByteBuffer scores = little(Float.BYTES * texts.size());
    for (int i = 0; i < texts.size(); i++) {
      scores.putFloat(-i);
    }
    return entry("scores", TYPE_FLOAT32, scores.array());
  }

  private byte[] typeNumbers() {
    ByteBuffer numbers = little(Integer.BYTES * types.size());
    types.forEach(numbers::putInt);
    return entry("token_type", TYPE_INT32, numbers.array());
  }

  /** A key with an array that has one element a token. */
  private byte[] entry(String name, int type, byte[] elements) {
    byte[] key = (PREFIX + name).getBytes(StandardCharsets.UTF_8);
    return little(2 * Long.BYTES + key.length + 2 * Integer.BYTES + elements.length)
        .putLong(key.length)
        .put(key)
        .putInt(TYPE_ARRAY)
        .putInt(type)
        .putLong(texts.size())
        .put(elements)
        .array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
