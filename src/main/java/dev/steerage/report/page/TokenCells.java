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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The continuations of conditions token by token; texts that conditions share are kept once. */
final class TokenCells {
  private static final double MILLI = 1000;

  private final Map<TokenTexts, Integer> texts = new LinkedHashMap<>();
  private final Map<String, Integer> pieces = new LinkedHashMap<>();
  private final List<Cell> cells = new ArrayList<>();
  private Share pairs = Share.NONE;

  /**
   * A condition: its behavior and name, the number of its texts, and their logprobs: thousandths of
   * a nat as little-endian 16-bit integers; −32.768 stands for less.
   */
  private record Cell(String behavior, String name, int texts, ByteArrayOutputStream logprobs) {}

  /**
   * Adds a cell.
   *
   * @param first its first pairs
   */
  void add(Condition condition, FirstPairs first) {
    pairs = pairs.plus(new Share(first.shown, first.all));
    TokenTexts continuations = new TokenTexts();
    ByteArrayOutputStream logprobs = new ByteArrayOutputStream();
    Map<String, String> ids = new HashMap<>(); // each row has a text of its own
    for (TokenRow row : first.rows) {
      String pair = ids.computeIfAbsent(row.pair(), id -> id);
      Integer known = pieces.putIfAbsent(row.piece(), pieces.size());
      continuations.add(pair, row, known == null ? pieces.size() - 1 : known);
      int milli = (int) Math.max(Short.MIN_VALUE, Math.round(row.logprob() * MILLI));
      logprobs.write(milli);
      logprobs.write(milli >> Byte.SIZE);
    }
    Integer known = texts.putIfAbsent(continuations, texts.size());
    String name = condition.model() + ", " + ConditionLabel.of(condition);
    int number = known == null ? texts.size() - 1 : known;
    cells.add(new Cell(condition.behavior(), name, number, logprobs));
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
    private final List<TokenRow> rows = new ArrayList<>();
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
      Set<String> here = new HashSet<>();
      for (Map.Entry<String, Integer> pair : counts.entrySet()) {
        taken += isFull ? 0 : pair.getValue();
        isFull |= taken > most && shown > 0;
        if (isFull) {
          break;
        }
        here.add(pair.getKey());
        shown++;
      }
      if (!here.isEmpty()) {
        part.stream().filter(row -> here.contains(row.pair())).forEach(rows::add);
      }
    }
  }
}
