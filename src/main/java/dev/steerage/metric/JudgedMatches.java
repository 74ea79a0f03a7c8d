package dev.steerage.metric;

import dev.steerage.dataset.Answer;
import dev.steerage.dataset.AnswerSet;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.MatchRow;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds the pairs of an evaluation that have the prompts of judged texts. */
public final class JudgedMatches {
  private JudgedMatches() {}

  /**
   * The changes of log-likelihood of the pairs that have a text's prompt, under the condition of
   * the text's name; a mean where several pairs have it.
   *
   * @param scores of the evaluation
   * @param pairs of a behavior by its name
   * @param texts that were judged
   * @throws dev.steerage.InputException if the scores are not complete
   */
  public static List<MatchRow> of(
      List<ScoreRow> scores,
      Aggregation aggregation,
      Function<String, List<ContrastPair>> pairs,
      List<AnswerSet> texts) {
    Map<String, AnswerSet> byCondition = new HashMap<>();
    texts.forEach(set -> byCondition.put(set.condition(), set));
    Map<String, Map<String, String>> prompts = new HashMap<>();
    List<MatchRow> rows = new ArrayList<>();
    for (ScoreGroup group : ScoreGroup.of(scores, aggregation)) {
      String behavior = group.baseline().condition().behavior();
      Map<String, String> promptOf =
          prompts.computeIfAbsent(behavior, b -> promptsById(pairs.apply(b)));
      Map<String, int[]> places = places(group.baseline().pairs(), promptOf);
      for (PairScores steered : group.steered()) {
        AnswerSet set = byCondition.get(steered.condition().condition());
        if (set != null) {
          set.answers().forEach(text -> add(group.baseline(), steered, places, text, rows));
        }
      }
    }
    return rows;
  }

  private static Map<String, String> promptsById(List<ContrastPair> pairs) {
    Map<String, String> prompts = new HashMap<>();
    pairs.forEach(pair -> prompts.put(pair.id(), pair.prompt()));
    return prompts;
  }

  /** Indices of the pairs with a prompt. */
  private static Map<String, int[]> places(List<String> pairs, Map<String, String> promptOf) {
    Map<String, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      String prompt = promptOf.get(pairs.get(i));
      if (prompt != null) {
        places.computeIfAbsent(prompt, p -> new ArrayList<>()).add(i);
      }
    }
    Map<String, int[]> arrays = new HashMap<>();
    places.forEach(
        (prompt, of) -> arrays.put(prompt, of.stream().mapToInt(Integer::intValue).toArray()));
    return arrays;
  }

  private static void add(
      PairScores baseline,
      PairScores steered,
      Map<String, int[]> places,
      Answer text,
      List<MatchRow> rows) {
    int[] at = places.get(text.prompt());
    if (at != null) {
      rows.add(
          new MatchRow(
              steered.condition(),
              text.id(),
              at.length,
              mean(at, steered.positive(), baseline.positive()),
              mean(at, steered.negative(), baseline.negative())));
    }
  }

  private static double mean(int[] at, double[] steered, double[] baseline) {
    return Arrays.stream(at).mapToDouble(i -> steered[i] - baseline[i]).sum() / at.length;
  }
}
