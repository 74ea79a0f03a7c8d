package dev.steerage.report.page;

import dev.steerage.report.ConditionLabel;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
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
import java.util.function.Function;

/**
 * The continuations of a run token by token, with the logprob of each under every condition, for
 * the page's browser of pairs.
 *
 * @param json empty where there are none
 */
public record PairTexts(String json) {
  /** No texts. */
  public static final PairTexts NONE = new PairTexts("");

  /** Logprobs on a page, at 2.7 bytes each. */
  private static final int MOST_LOGPROBS = 1_000_000;

  private static final double MILLI = 1000;

  /** A continuation, split into its tokens. */
  private record Text(String pair, String pole, List<String> pieces) {}

  /**
   * Reads the tokens of conditions, of each as many pairs as a page can hold, the first ones; those
   * whose token files are missing are passed over.
   */
  public static PairTexts of(RunFolder run, List<Condition> conditions) {
    return of(conditions.stream().filter(c -> run.holds(c, 0)).toList(), run::readTokens);
  }

  /**
   * The same of conditions that are not all of one run.
   *
   * @param tokens of each of them
   */
  public static PairTexts of(
      List<Condition> conditions, Function<Condition, List<TokenRow>> tokens) {
    return of(conditions, tokens, MOST_LOGPROBS);
  }

  /**
   * The same.
   *
   * @param logprobs at most, of all conditions together
   */
  static PairTexts of(
      List<Condition> conditions, Function<Condition, List<TokenRow>> tokens, int logprobs) {
    if (conditions.isEmpty()) {
      return NONE;
    }
    int most = logprobs / conditions.size();
    Map<List<Text>, Integer> texts = new LinkedHashMap<>();
    List<Map<String, Object>> cells = new ArrayList<>();
    for (Condition condition : conditions) {
      List<TokenRow> rows = whole(tokens.apply(condition), most);
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
    return new PairTexts(
        ScriptText.json(Map.of("cells", cells, "texts", List.copyOf(texts.keySet()))));
  }

  /**
   * The rows of the first pairs, one pair at least, that have at most so many; both poles of each.
   */
  private static List<TokenRow> whole(List<TokenRow> rows, int most) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    rows.forEach(row -> counts.merge(row.pair(), 1, Integer::sum));
    Set<String> pairs = new HashSet<>();
    int taken = 0;
    for (Map.Entry<String, Integer> pair : counts.entrySet()) {
      taken += pair.getValue();
      if (taken > most && !pairs.isEmpty()) {
        break;
      }
      pairs.add(pair.getKey());
    }
    return rows.stream().filter(row -> pairs.contains(row.pair())).toList();
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
