package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.PairClusters;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shard;
import dev.steerage.runlog.ShardCell;
import dev.steerage.runlog.ShardFolder;
import dev.steerage.runlog.Strength;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cells that are computed, and what the run folder says of them: all of a run, or a shard's.
 *
 * @param shard null for the whole run
 * @param divided the shard, from 1, of each cell; empty for the whole run
 */
record ShardCells(
    @Nullable Shard shard,
    Map<Condition, Integer> divided,
    Inputs inputs,
    References references,
    List<Preflight> models) {

  /**
   * Checks that a spec can be computed in shards.
   *
   * @throws InputException with what of it cannot
   */
  static void check(EvaluationSpec spec) {
    if (spec.engine().isBatchAuto()) {
      throw new InputException(
          "batch-tokens auto is measured on each machine, and shards need the same; give a number, which steerage bench finds");
    }
    if (!spec.extras().equals(Extras.NONE)) {
      throw new InputException(
          "capabilities, judged and tune are computed of a whole run and not in shards; leave them out of this spec, and give them in one of their own");
    }
  }

  /** Divides the cells, where that is asked. */
  static ShardCells of(
      @Nullable Shard shard,
      Inputs inputs,
      EvaluationSpec spec,
      References references,
      List<Preflight> models) {
    Map<Condition, Integer> divided =
        shard == null
            ? Map.of()
            : CellCosts.of(inputs, spec, references, models).divided(shard.count());
    return new ShardCells(shard, divided, inputs, references, models);
  }

  /**
   * What is computed.
   *
   * @param keepsReferences whether the logits of reference models are kept in files
   */
  Share share(boolean keepsReferences) {
    return shard == null
        ? Share.ALL
        : Share.of(divided, shard.index(), inputs, references.names(), keepsReferences);
  }

  /** Models of which cells are computed, and their references. */
  List<Preflight> loaded() {
    Share share = share(false);
    return models.stream()
        .filter(
            model ->
                share.hasModel(model.input().name())
                    || references.dependents(model.input().name()).stream()
                        .anyMatch(share::hasModel))
        .toList();
  }

  /** The cells that are this process's own, in their order. */
  List<Cell> own() {
    Share share = share(false);
    return inputs.allCells().stream().filter(cell -> share.owns(cell.condition())).toList();
  }

  /** Says in a shard's folder whose each cell is. */
  void begin(RunFolder run) {
    if (shard == null) {
      return;
    }
    Map<String, Integer> parts = new HashMap<>();
    for (Behavior behavior : inputs.behaviors()) {
      parts.put(behavior.name(), Evaluation.parts(behavior));
    }
    new ShardFolder(run)
        .writeCells(
            inputs.allCells().stream()
                .map(
                    cell ->
                        new ShardCell(
                            cell.condition(),
                            divided.getOrDefault(cell.condition(), 1),
                            parts.getOrDefault(cell.condition().behavior(), 1),
                            inputs.neutral() != null && NeutralWork.isRead(cell)))
                .toList());
  }

  /** Writes the scores of own cells to where they belong. */
  void writeScores(
      RunFolder run,
      List<Condition> own,
      Map<Condition, Strength> strengths,
      PairClusters clusters) {
    if (shard == null) {
      run.writeScores(own, strengths, clusters);
    } else {
      new ShardFolder(run).writeScores(own, strengths, clusters);
    }
  }
}
