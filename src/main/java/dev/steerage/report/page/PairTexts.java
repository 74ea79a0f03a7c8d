package dev.steerage.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.steerage.Parallel;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.TokenRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The pairs of a run for its page: prompts and continuations, which figures show where they are
 * pointed at, and each token's logprob under every condition, for the browser of pairs.
 */
public final class PairTexts {
  /** No texts. */
  public static final PairTexts NONE = new PairTexts(Map.of(), Share.NONE, new TokenCells());

  /** Logprobs on a page, at 2.7 bytes each. */
  private static final int MOST_LOGPROBS = 1_000_000;

  /** Characters of prompts and continuations on a page. */
  private static final int MOST_CHARACTERS = 1_500_000;

  private final Map<String, List<ContrastPair>> texts;
  private final Share pairs;
  private final TokenCells cells;

  /**
   * @param texts of pairs by behavior
   * @param pairs those of its behaviors that have texts, of all
   * @param cells with the tokens that the browser has
   */
  private PairTexts(Map<String, List<ContrastPair>> texts, Share pairs, TokenCells cells) {
    this.texts = texts;
    this.pairs = pairs;
    this.cells = cells;
  }

  /** How many of how many. */
  record Share(int shown, int all) {
    static final Share NONE = new Share(0, 0);

    Share plus(Share other) {
      return new Share(shown + other.shown, all + other.all);
    }

    boolean isWhole() {
      return shown == all;
    }
  }

  /** Reads what a run folder has of the texts and tokens of conditions. */
  public static PairTexts of(RunFolder run, List<Condition> conditions) {
    return of(
        conditions.stream().map(Condition::behavior).distinct().toList(),
        run.pairs()::read,
        conditions.stream().filter(c -> run.holds(c, 0)).toList(),
        run::readParts,
        new Limits(MOST_CHARACTERS, MOST_LOGPROBS));
  }

  /**
   * The same of conditions that are not all of one run.
   *
   * @param pairs of a behavior; may be none
   * @param tokens of a condition, part by part
   */
  public static PairTexts of(
      List<Condition> conditions,
      Function<String, List<ContrastPair>> pairs,
      Function<Condition, Stream<List<TokenRow>>> tokens) {
    List<String> behaviors = conditions.stream().map(Condition::behavior).distinct().toList();
    return of(behaviors, pairs, conditions, tokens, new Limits(MOST_CHARACTERS, MOST_LOGPROBS));
  }

  /** What a page can hold of all behaviors and conditions together. */
  record Limits(int characters, int logprobs) {}

  /**
   * Of each behavior and condition as many pairs as a page can hold, the first ones, and one at
   * least.
   *
   * @param pairs of a behavior; may be none
   * @param conditions that have tokens
   * @param tokens of a condition, part by part
   */
  static PairTexts of(
      List<String> behaviors,
      Function<String, List<ContrastPair>> pairs,
      List<Condition> conditions,
      Function<Condition, Stream<List<TokenRow>>> tokens,
      Limits limits) {
    Map<String, List<ContrastPair>> texts = new LinkedHashMap<>();
    Share whole = Share.NONE;
    for (String behavior : behaviors) {
      List<ContrastPair> all = pairs.apply(behavior);
      // a view would keep all of them
      List<ContrastPair> shown =
          List.copyOf(all.subList(0, count(all, limits.characters / behaviors.size())));
      whole = whole.plus(new Share(shown.size(), all.size()));
      texts.put(behavior, shown);
    }
    TokenCells cells = new TokenCells();
    int most = limits.logprobs / Math.max(1, conditions.size());
    Parallel.inOrder(
        conditions,
        condition -> Map.entry(condition, new TokenCells.FirstPairs(tokens.apply(condition), most)),
        first -> cells.add(first.getKey(), first.getValue()));
    return whole.shown == 0 && conditions.isEmpty() ? NONE : new PairTexts(texts, whole, cells);
  }

  /** How many pairs have at most so many characters. */
  private static int count(List<ContrastPair> pairs, int characters) {
    int count = 0;
    int taken = 0;
    for (ContrastPair pair : pairs) {
      taken += fields(pair).values().stream().mapToInt(String::length).sum();
      if (taken > characters && count > 0) {
        break;
      }
      count++;
    }
    return count;
  }

  private static Map<String, String> fields(ContrastPair pair) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("id", pair.id());
    if (pair.system() != null) {
      text.put("system", pair.system());
    }
    text.put("prompt", pair.prompt());
    text.put(Pole.POSITIVE.word(), pair.positive());
    text.put(Pole.NEGATIVE.word(), pair.negative());
    return text;
  }

  /** Whether there is nothing for the page. */
  boolean isEmpty() {
    return this == NONE;
  }

  /** Writes everything as JSON that can stand in a script of a page. */
  void writeJson(Writer page) throws IOException {
    try (JsonGenerator json = ScriptText.generator(page)) {
      json.writeStartObject();
      json.writeObjectFieldStart("pairs");
      for (Map.Entry<String, List<ContrastPair>> behavior : texts.entrySet()) {
        json.writeArrayFieldStart(behavior.getKey());
        for (ContrastPair pair : behavior.getValue()) {
          json.writeStartObject();
          for (Map.Entry<String, String> field : fields(pair).entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
          }
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      cells.write(json);
      json.writeEndObject();
    }
  }

  /** The same as a text. */
  String json() {
    StringWriter text = new StringWriter();
    try {
      writeJson(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Whether there is something for the browser of pairs. */
  boolean hasTokens() {
    return cells.pairs().all > 0;
  }

  /** Which pairs have no texts on the page, in a sentence; empty where all have. */
  String missing() {
    Share tokenPairs = cells.pairs();
    String texts =
        pairs.isWhole()
            ? ""
            : " Of %d pairs the first %d have their texts on this page, of each behavior alike."
                .formatted(pairs.all, pairs.shown);
    return tokenPairs.isWhole()
        ? texts
        : texts
            + " Of each condition the first pairs are here, %d of %d in all; the others are in tokens/."
                .formatted(tokenPairs.shown, tokenPairs.all);
  }
}
