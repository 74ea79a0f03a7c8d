package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.PromptClusters;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.PairClusters;
import dev.steerage.runlog.Strength;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What scores have besides their tokens. */
final class ScoreFacts {
  private ScoreFacts() {}

  /** How large what conditions add is, of those that add something to the residual stream. */
  static Map<Condition, Strength> strengths(List<Cell> cells, ResidualNorms norms) {
    Map<Condition, Strength> strengths = new HashMap<>();
    for (Cell cell : cells) {
      Steering steering = cell.setting().steering();
      if (steering != null) {
        Condition c = cell.condition();
        ResidualNorms.Norm norm =
            norms.find(c.model(), c.behavior(), steering.layer()).orElse(null);
        double mean = norm == null ? Double.NaN : norm.mean();
        strengths.put(
            c,
            new Strength(
                Steering.norm(steering.direction(mean)),
                norm == null ? null : mean,
                norm == null ? null : norm.tokens()));
      }
    }
    return strengths;
  }

  /** Which pairs have the same prompt. */
  static PairClusters clusters(List<Behavior> all) {
    Map<String, Behavior> behaviors = new HashMap<>();
    Map<String, PromptClusters> clusters = new HashMap<>();
    for (Behavior behavior : all) {
      behaviors.put(behavior.name(), behavior);
      clusters.put(behavior.name(), PromptClusters.of(behavior));
    }
    return (name, part) -> {
      Behavior behavior = behaviors.get(name);
      PromptClusters of = clusters.get(name);
      return behavior == null || of == null
          ? Map.of()
          : of.of(Evaluation.firstOfPart(part), Evaluation.endOfPart(behavior, part));
    };
  }
}
