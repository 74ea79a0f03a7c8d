package dev.steerage.report.page;

import dev.steerage.report.ConditionLabel;
import dev.steerage.report.page.PairTexts.Share;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.TokenRow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The continuations of conditions token by token; texts that conditions share are kept once. */
final class TokenCells {
  private static final double MILLI = 1000;

  private final int most;
  private final Map<List<Text>, Integer> texts = new LinkedHashMap<>();
  private final List<Map<String, Object>> cells = new ArrayList<>();
  private Share pairs = Share.NONE;

  /** A continuation, split into its tokens. */
  private record Text(String pair, String pole, List<String> pieces) {}

  /**
   * No cells yet.
   *
   * @param most tokens of a condition; one pair is taken, however many it has
   */
  TokenCells(int most) {
    this.most = most;
  }

  /**
   * Adds a cell.
   *
   * @param parts its tokens, those of a pair in one part
   */
  void add(Condition condition, Stream<List<TokenRow>> parts) {
    List<TokenRow> rows = whole(parts);
    int number = texts.computeIfAbsent(texts(rows), t -> texts.size());
    cells.add(
        Map.of(
            "behavior",
            condition.behavior(),
            "name",
            condition.model() + ", " + ConditionLabel.of(condition),
            "texts",
            number,
            "logprobs",
            packed(rows)));
  }

  /** One a condition: behavior, name, number of its texts, and their logprobs. */
  List<Map<String, Object>> cells() {
    return cells;
  }

  /** The continuations by that number. */
  List<List<Text>> texts() {
    return List.copyOf(texts.keySet());
  }

  /** How many pairs of all conditions are here. */
  Share pairs() {
    return pairs;
  }

  /** The rows of the first pairs that have at most so many, both poles of each. */
  private List<TokenRow> whole(Stream<List<TokenRow>> parts) {
    FirstPairs first = new FirstPairs();
    parts.forEach(first::add);
    pairs = pairs.plus(new Share(first.shown, first.all));
    return first.rows;
  }

  private final class FirstPairs {
    final List<TokenRow> rows = new ArrayList<>();
    int shown;
    int all;
    private int taken;
    private boolean isFull;

    void add(List<TokenRow> part) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      part.forEach(row -> counts.merge(row.pair(), 1, Integer::sum));
      all += counts.size();
      Set<String> here = new HashSet<>();
      for (Map.Entry<String, Integer> pair : counts.entrySet()) {
        taken += pair.getValue();
        isFull |= taken > most && shown > 0;
        if (isFull) {
          break;
        }
        here.add(pair.getKey());
        shown++;
      }
      part.stream().filter(row -> here.contains(row.pair())).forEach(rows::add);
    }
  }

  private static List<Text> texts(List<TokenRow> rows) {
    List<Text> texts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      TokenRow row = rows.get(i);
      boolean isNext =
          i > 0
              && row.pair().equals(rows.get(i - 1).pair())
              && row.pole() == rows.get(i - 1).pole();
      if (!isNext) {
        texts.add(new Text(row.pair(), row.pole().word(), new ArrayList<>()));
      }
      texts.get(texts.size() - 1).pieces.add(row.piece());
    }
    return texts;
  }

  /** Thousandths of a nat as little-endian 16-bit integers in base64; −32.768 stands for less. */
  private static String packed(List<TokenRow> rows) {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * rows.size());
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    rows.forEach(
        row ->
            bytes.putShort((short) Math.max(Short.MIN_VALUE, Math.round(row.logprob() * MILLI))));
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
