package dev.steerage.evaluation;

import dev.steerage.runlog.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans all shards of a run, as one process that has none of them would.
 *
 * @param cells divided among the shards
 * @param keepsReferences whether the logits of reference models are kept in files
 */
record ShardPlanner(
    EvaluationSpec spec,
    Inputs inputs,
    References references,
    ShardCells cells,
    List<Preflight> models,
    boolean keepsReferences) {

  /** Measures each set of weights once, for the whole run. */
  ShardPlans plans(int shards, Calibration calibration) {
    EvaluationPlan whole = plan(Share.ALL, calibration);
    List<ShardPlans.Task> tasks = new ArrayList<>();
    for (int index = 1; index <= shards; index++) {
      Shard shard = new Shard(index, shards);
      ShardCells own = new ShardCells(shard, cells.divided(), inputs, references, models);
      EvaluationPlan plan = plan(own.share(keepsReferences), Calibration.NONE);
      tasks.add(new ShardPlans.Task(shard, plan, memory(plan)).withSpeedsOf(whole));
    }
    return new ShardPlans(tasks);
  }

  private EvaluationPlan plan(Share share, Calibration calibration) {
    Workload workload =
        new Workload(
            Optional.empty(),
            inputs,
            spec.comparison(),
            references,
            new ResidualNorms(),
            keepsReferences,
            share);
    return new Planner(inputs, workload, calibration, spec.engine()).plan(models);
  }

  /** A model, and its reference where that decodes beside it. */
  private long memory(EvaluationPlan plan) {
    return models.stream()
        .filter(model -> isLoaded(model, plan))
        .mapToLong(
            model ->
                Stream.concat(
                        Stream.of(model),
                        keepsReferences || !spec.comparison().divergence()
                            ? Stream.empty()
                            : references.of(model).stream())
                    .mapToLong(loaded -> bytes(loaded, model))
                    .sum())
        .max()
        .orElse(0);
  }

  private static boolean isLoaded(Preflight model, EvaluationPlan plan) {
    return plan.works().stream().anyMatch(work -> work.model().equals(model.input().name()));
  }

  private long bytes(Preflight loaded, Preflight model) {
    EngineSpec engine = spec.engine();
    return MemoryNeed.of(loaded.input().file(), engine, model.cells(engine)).all();
  }
}
