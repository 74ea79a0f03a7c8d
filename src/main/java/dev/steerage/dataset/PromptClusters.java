package dev.steerage.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pairs of a behavior have the same prompt and system prompt, so that their numbers are not
 * independent.
 */
public final class PromptClusters {
  private final List<ContrastPair> pairs;
  private final int[] first;

  private PromptClusters(List<ContrastPair> pairs, int[] first) {
    this.pairs = pairs;
    this.first = first;
  }

  /** Those of a behavior. */
  public static PromptClusters of(Behavior behavior) {
    List<ContrastPair> pairs = behavior.pairs();
    Firsts firsts = new Firsts();
    int[] first = new int[pairs.size()];
    for (int i = 0; i < first.length; i++) {
      ContrastPair pair = pairs.get(i);
      first[i] = firsts.of(i, pair.system(), pair.prompt());
    }
    return new PromptClusters(pairs, first);
  }

  /**
   * Id of the first pair with the same prompts by id of the pair, in the order of the pairs.
   *
   * @param from the first pair, 0-based
   * @param to the last, exclusive
   */
  public Map<String, String> of(int from, int to) {
    Map<String, String> clusters = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      clusters.put(pairs.get(i).id(), pairs.get(first[i]).id());
    }
    return clusters;
  }
}
