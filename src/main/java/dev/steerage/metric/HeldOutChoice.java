package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Sample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The layer and coefficient of an intervention that change the propensity most, chosen on one half
 * of the prompts and measured on the other. The greatest of several means is too great where it was
 * chosen: it is partly the luck of these pairs (Cawley and Talbot 2010, JMLR 11, 2079–2107).
 */
final class HeldOutChoice {
  private static final int LEAST_CONDITIONS = 2;

  /** With fewer, a half has no interval. */
  private static final int LEAST_CLUSTERS = 4;

  private final PairScores baseline;
  private final PairScores chosen;
  private final int[] reporting;

  private HeldOutChoice(PairScores baseline, PairScores chosen, int[] reporting) {
    this.baseline = baseline;
    this.chosen = chosen;
    this.reporting = reporting;
  }

  /**
   * The choice; empty with fewer than two conditions or four prompts. Prompts number 0, 2, 4… in
   * the order of the pairs choose, the first condition among equals.
   *
   * @param sweep of one intervention
   */
  static Optional<HeldOutChoice> of(Sweep sweep) {
    PairScores baseline = sweep.baseline();
    if (sweep.steered().size() < LEAST_CONDITIONS || baseline.clusters().count() < LEAST_CLUSTERS) {
      return Optional.empty();
    }
    int[] choosing = half(baseline, 0);
    PairScores best = sweep.steered().get(0);
    for (PairScores other : sweep.steered()) {
      if (change(baseline, other, choosing).mean() > change(baseline, best, choosing).mean()) {
        best = other;
      }
    }
    return Optional.of(new HeldOutChoice(baseline, best, half(baseline, 1)));
  }

  /** Pairs whose prompt's number, in the order of the pairs, has this remainder by 2. */
  static int[] half(PairScores baseline, int remainder) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String prompt : baseline.prompts()) {
      numbers.putIfAbsent(prompt, numbers.size());
    }
    return IntStream.range(0, baseline.size())
        .filter(pair -> numbers.getOrDefault(baseline.prompts().get(pair), 0) % 2 == remainder)
        .toArray();
  }

  private static Sample change(PairScores baseline, PairScores steered, int[] pairs) {
    double[] before = baseline.propensities();
    double[] after = steered.propensities();
    return Sample.of(Arrays.stream(pairs).mapToDouble(i -> after[i] - before[i]).toArray());
  }

  /** The condition that was chosen. */
  Condition condition() {
    return chosen.condition();
  }

  /** Adds the change on the half that did not choose. */
  void addTo(ResultRows rows) {
    List<String> prompts = baseline.prompts();
    rows.addMean(
        MetricName.HELD_OUT_DELTA_PROPENSITY,
        change(baseline, chosen, reporting),
        Clusters.of(Arrays.stream(reporting).mapToObj(prompts::get).toList()));
  }
}
