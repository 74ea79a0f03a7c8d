package dev.steerage.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.TokenRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Continuations split into tokens, in 4 bytes a token. */
final class TokenTexts {
  private final List<String> pairs = new ArrayList<>();
  private final List<Pole> poles = new ArrayList<>();
  private int[] starts = new int[64];
  private int[] pieces = new int[64];
  private int size;

  /**
   * Adds a token to the last text, or begins another with it.
   *
   * @param pair its id, the same object for both of its texts
   * @param piece number of the token's piece
   */
  void add(String pair, TokenRow row, int piece) {
    int last = pairs.size() - 1;
    if (last < 0 || !pairs.get(last).equals(pair) || poles.get(last) != row.pole()) {
      pairs.add(pair);
      poles.add(row.pole());
      if (last + 1 == starts.length) {
        starts = Arrays.copyOf(starts, starts.length + starts.length / 2);
      }
      starts[last + 1] = size;
    }
    if (size == pieces.length) {
      pieces = Arrays.copyOf(pieces, size + size / 2);
    }
    pieces[size++] = piece;
  }

  /**
   * Gives pieces other numbers.
   *
   * @param numbers by the number that a piece has
   */
  void renumber(int[] numbers) {
    for (int i = 0; i < size; i++) {
      pieces[i] = numbers[pieces[i]];
    }
  }

  /** Writes them as a list. */
  void write(JsonGenerator json, List<String> words) throws IOException {
    json.writeStartArray();
    for (int text = 0; text < pairs.size(); text++) {
      json.writeStartObject();
      json.writeStringField("pair", pairs.get(text));
      json.writeStringField("pole", poles.get(text).word());
      json.writeArrayFieldStart("pieces");
      int end = text + 1 < pairs.size() ? starts[text + 1] : size;
      for (int i = starts[text]; i < end; i++) {
        json.writeString(words.get(pieces[i]));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenTexts texts
        && pairs.equals(texts.pairs)
        && poles.equals(texts.poles)
        && Arrays.equals(starts, 0, pairs.size(), texts.starts, 0, pairs.size())
        && Arrays.equals(pieces, 0, size, texts.pieces, 0, texts.size);
  }

  @Override
  public int hashCode() {
    return 31 * pairs.hashCode() + size;
  }
}
