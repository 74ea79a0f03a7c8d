package dev.steerage.evaluation;

import dev.steerage.llama.LlamaModel;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Tokens' texts, as {@link dev.steerage.runlog.TokenRow} wants them. */
final class Pieces {
  private final LlamaModel model;
  private final Map<Integer, String> known = new HashMap<>();

  Pieces(LlamaModel model) {
    this.model = model;
  }

  String of(int token) {
    return known.computeIfAbsent(token, t -> text(model.piece(t)));
  }

  /** UTF-8 where the bytes are that, else {@code <0xE2>} for each byte. */
  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      StringBuilder text = new StringBuilder();
      for (byte b : bytes) {
        text.append("<0x%02X>".formatted(b));
      }
      return text.toString();
    }
  }
}
