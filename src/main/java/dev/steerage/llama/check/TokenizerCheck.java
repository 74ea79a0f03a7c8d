package dev.steerage.llama.check;

import dev.steerage.InputFile;
import dev.steerage.vector.GgufArray;
import dev.steerage.vector.GgufFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The tokenizer among a model's metadata (llama.cpp's src/llama-vocab.cpp). */
final class TokenizerCheck {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final String TOKENS = PREFIX + "tokens";
  private static final int MOST_TOKENS = 1 << 24;
  private static final int LAST_TYPE = 6; // LLAMA_TOKEN_TYPE_BYTE in llama.h
  private static final long NONE = 0xFFFF_FFFFL; // -1 in an unsigned number: no such token

  /** Their tokens are text; those of others are bytes with rules of their own. */
  private static final Set<String> TEXT_MODELS = Set.of("llama", "gpt2", "gemma4");

  private static final Pattern BYTE_TOKEN = Pattern.compile("<0x[0-9A-Fa-f]{2}>");

  private final GgufFile header;
  private final Fault fault;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  TokenizerCheck(GgufFile header, Fault fault) {
    this.header = header;
    this.fault = fault;
  }

  /**
   * Checks all of it.
   *
   * @return tokens in the vocabulary; 0 for a model that says it has none
   */
  long check() {
    String model = header.text(PREFIX + "model").orElse("");
    fault.unless(!model.isEmpty(), "its metadata have no %smodel", PREFIX);
    if (model.equals("none") || model.equals("no_vocab")) {
      return 0;
    }
    GgufArray tokens =
        array(TOKENS, "string")
            .orElseThrow(() -> fault.of("its metadata have no " + TOKENS + ", a list of texts"));
    fault.unless(
        tokens.length() > 0 && tokens.length() <= MOST_TOKENS, "it has %d tokens", tokens.length());
    long count = tokens.length();
    scores(count);
    texts(tokens, types(count), TEXT_MODELS.contains(model));
    array(PREFIX + "merges", "string")
        .ifPresent(merges -> header.forEachText(merges, this::checkMerge));
    ids(count);
    return count;
  }

  /** An array that is to have elements of one type; empty where the key is missing. */
  private Optional<GgufArray> array(String key, String type) {
    Object value = header.metadata().get(key);
    if (value == null) {
      return Optional.empty();
    }
    boolean fits = value instanceof GgufArray array && array.elementType().equals(type);
    fault.unless(fits, "its %s is no array of %s", key, type);
    return Optional.of((GgufArray) value);
  }

  private void scores(long count) {
    if (header.metadata().get(PREFIX + "scores") instanceof GgufArray scores
        && !scores.elementType().equals("string")) {
      sameLength("scores", scores.length(), count);
      header.forEachNumber(
          scores,
          (id, score) -> {
            if (Double.isNaN(score)) {
              throw fault.of("the score of its token " + id + " is NaN");
            }
          });
    }
  }

  /** Tokens that stand for a byte. */
  private BitSet types(long count) {
    BitSet bytes = new BitSet();
    array(PREFIX + "token_type", "int32")
        .ifPresent(
            types -> {
              sameLength("types", types.length(), count);
              header.forEachNumber(
                  types,
                  (id, type) -> {
                    if (type < 0 || type > LAST_TYPE) {
                      throw fault.of("its token " + id + " is of the unknown type " + (long) type);
                    }
                    bytes.set(id, type == LAST_TYPE);
                  });
            });
    return bytes;
  }

  private void sameLength(String what, long length, long count) {
    fault.unless(length == count, "it has %d tokens but %d %s of them", count, length, what);
  }

  /** llama.cpp asserts that no text is there twice, and takes a byte's from its token. */
  private void texts(GgufArray tokens, BitSet bytes, boolean isText) {
    Set<ByteBuffer> texts = new HashSet<>();
    header.forEachText(
        tokens,
        (id, text) -> {
          if (!texts.add(ByteBuffer.wrap(text)) && text.length > 0) {
            throw fault.of("its token " + id + shown(text) + " has the text of one before it");
          }
          if (isText && !isUtf8(text)) {
            throw fault.of("its token " + id + " is no valid UTF-8");
          }
          if (isText && bytes.get(id) && !isByte(text)) {
            throw fault.of("its token " + id + " stands for a byte but is written" + shown(text));
          }
        });
  }

  private void checkMerge(int index, byte[] text) {
    if (!isUtf8(text)) {
      throw fault.of("its merge " + index + " is no valid UTF-8");
    }
    int blank = 1;
    while (blank < text.length && text[blank] != ' ') {
      blank++;
    }
    if (blank >= text.length) {
      throw fault.of("its merge " + index + shown(text) + " is not of two texts");
    }
  }

  private void ids(long count) {
    for (Map.Entry<String, Object> entry : header.metadata().entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(PREFIX)
          && key.endsWith("_token_id")
          && entry.getValue() instanceof Long id) {
        fault.unless(
            id == NONE || id == -1 || (id >= 0 && id < count),
            "its %s is %d, but it has %d tokens",
            InputFile.shown(key),
            id,
            count);
      }
    }
  }

  private boolean isUtf8(byte[] text) {
    try {
      utf8.decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isByte(byte[] text) {
    return BYTE_TOKEN.matcher(new String(text, StandardCharsets.ISO_8859_1)).matches();
  }

  private static String shown(byte[] text) {
    return " '" + InputFile.shown(new String(text, StandardCharsets.UTF_8)) + "'";
  }
}
