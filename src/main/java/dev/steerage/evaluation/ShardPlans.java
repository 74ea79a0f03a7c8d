package dev.steerage.evaluation;

import dev.steerage.runlog.Shard;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What each shard of a run has to do from its beginning.
 *
 * @param shards by their number, at least one
 */
public record ShardPlans(List<Task> shards) {
  public ShardPlans {
    shards = List.copyOf(shards);
  }

  /**
   * One shard.
   *
   * @param memoryBytes of weights, caches and a batch, wherever they are, of the most that are
   *     loaded at a time
   */
  public record Task(Shard shard, EvaluationPlan plan, long memoryBytes) {
    /** Most bytes in the shard's folder at a time: token files and kept logits. */
    public long diskBytes() {
      return plan.bytes() + plan.logitBytes();
    }

    /** The same work with the speeds that were measured for another plan of the same weights. */
    Task withSpeedsOf(EvaluationPlan measured) {
      List<EvaluationPlan.Work> works =
          plan.works().stream()
              .map(
                  work ->
                      measured.works().stream()
                          .filter(known -> known.weights().equals(work.weights()))
                          .findFirst()
                          .map(known -> work.with(known.speed()))
                          .orElse(work))
              .toList();
      EvaluationPlan timed =
          new EvaluationPlan(
              plan.models(),
              plan.behaviors(),
              plan.fewestConditions(),
              plan.mostConditions(),
              works,
              plan.logitBytes());
      return new Task(shard, timed, memoryBytes);
    }
  }

  /** Seconds until the last shard ends, at the least; 0 where no speed was measured. */
  public double leastMakespan() {
    return most(EvaluationPlan::leastSeconds);
  }

  /** The same at the most. */
  public double mostMakespan() {
    return most(EvaluationPlan::mostSeconds);
  }

  private double most(ToDoubleFunction<EvaluationPlan> seconds) {
    return shards.stream().mapToDouble(task -> seconds.applyAsDouble(task.plan())).max().orElse(0);
  }
}
