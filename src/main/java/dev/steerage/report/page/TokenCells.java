package dev.steerage.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.page.PairTexts.Share;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.TokenRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The continuations of conditions token by token; texts that conditions share are kept once. */
final class TokenCells {
  private static final double MILLI = 1000;

  private final Map<TokenTexts, Integer> texts = new LinkedHashMap<>();
  private final Map<String, Integer> pieces = new LinkedHashMap<>();
  private final List<Cell> cells = new ArrayList<>();
  private Share pairs = Share.NONE;

  /** A condition: its behavior and name, the number of its texts, and their packed logprobs. */
  private record Cell(String behavior, String name, int texts, ByteArrayOutputStream logprobs) {}

  /**
   * Adds a cell.
   *
   * @param first its first pairs
   */
  void add(Condition condition, FirstPairs first) {
    pairs = pairs.plus(new Share(first.shown, first.all));
    first.texts.renumber(
        first.pieces.keySet().stream()
            .mapToInt(
                piece -> {
                  Integer known = pieces.putIfAbsent(piece, pieces.size());
                  return known == null ? pieces.size() - 1 : known;
                })
            .toArray());
    Integer known = texts.putIfAbsent(first.texts, texts.size());
    String name = condition.model() + ", " + ConditionLabel.of(condition);
    int number = known == null ? texts.size() - 1 : known;
    cells.add(new Cell(condition.behavior(), name, number, first.logprobs));
  }

  /** How many pairs of all conditions are here. */
  Share pairs() {
    return pairs;
  }

  /** Writes fields: the cells, and the continuations by their number, split into tokens. */
  void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("cells");
    for (Cell cell : cells) {
      json.writeStartObject();
      json.writeStringField("behavior", cell.behavior);
      json.writeStringField("name", cell.name);
      json.writeNumberField("texts", cell.texts);
      json.writeBinaryField("logprobs", cell.logprobs.toByteArray());
      json.writeEndObject();
    }
    json.writeEndArray();
    List<String> words = List.copyOf(pieces.keySet());
    json.writeArrayFieldStart("texts");
    for (TokenTexts of : texts.keySet()) {
      of.write(json, words);
    }
    json.writeEndArray();
  }

  /** The first pairs of a cell that have at most so many tokens, both poles of each. */
  static final class FirstPairs {
    private final int most;
    private final Map<String, Integer> pieces = new LinkedHashMap<>();
    private final TokenTexts texts = new TokenTexts();

    /** Thousandths of a nat as little-endian 16-bit integers; −32.768 stands for less. */
    private final ByteArrayOutputStream logprobs = new ByteArrayOutputStream();

    private int shown;
    private int all;
    private int taken;
    private boolean isFull;

    /**
     * Takes them from a cell's tokens.
     *
     * @param parts the tokens, those of a pair in one part
     * @param most tokens; one pair is taken, however many it has
     */
    FirstPairs(Stream<List<TokenRow>> parts, int most) {
      this.most = most;
      parts.forEach(this::add);
    }

    private void add(List<TokenRow> part) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      part.forEach(row -> counts.merge(row.pair(), 1, Integer::sum));
      all += counts.size();
      Map<String, String> here = new HashMap<>();
      for (Map.Entry<String, Integer> pair : counts.entrySet()) {
        taken += isFull ? 0 : pair.getValue();
        isFull |= taken > most && shown > 0;
        if (isFull) {
          break;
        }
        here.put(pair.getKey(), pair.getKey());
        shown++;
      }
      if (here.isEmpty()) {
        return;
      }
      for (TokenRow row : part) {
        String pair = here.get(row.pair());
        if (pair != null) {
          add(pair, row);
        }
      }
    }

    private void add(String pair, TokenRow row) {
      Integer known = pieces.putIfAbsent(row.piece(), pieces.size());
      texts.add(pair, row, known == null ? pieces.size() - 1 : known);
      int milli = (int) Math.max(Short.MIN_VALUE, Math.round(row.logprob() * MILLI));
      logprobs.write(milli);
      logprobs.write(milli >> Byte.SIZE);
    }
  }
}
