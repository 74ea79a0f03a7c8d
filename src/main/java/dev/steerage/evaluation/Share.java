package dev.steerage.evaluation;

import dev.steerage.runlog.Condition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cells that a process computes: all of a run, or those of a shard and the baselines beside
 * them that these are compared with.
 */
final class Share {
  /** All of a run. */
  static final Share ALL = new Share(null, Set.of());

  private final @Nullable Set<Condition> own;
  private final Set<Condition> beside;

  private Share(@Nullable Set<Condition> own, Set<Condition> beside) {
    this.own = own;
    this.beside = beside;
  }

  /**
   * That of a shard.
   *
   * @param divided the shard, from 1, of each of the run's cells
   * @param index the shard, from 1
   * @param references name of the reference by model, where models are compared
   * @param keepsReferences whether the logits of reference models are kept in files
   */
  static Share of(
      Map<Condition, Integer> divided,
      int index,
      Inputs inputs,
      Map<String, String> references,
      boolean keepsReferences) {
    Set<Condition> own = new HashSet<>();
    Set<Condition> beside = new HashSet<>();
    Map<Condition, Cell> cells = new HashMap<>();
    inputs.allCells().forEach(cell -> cells.put(cell.condition(), cell));
    for (Cell cell : inputs.allCells()) {
      Condition c = cell.condition();
      if (divided.getOrDefault(c, 0) != index) {
        continue;
      }
      own.add(c);
      beside.add(Condition.baseline(c.model(), c.behavior()));
      String reference = references.get(c.model());
      Cell other = reference == null ? null : cells.get(c.on(reference));
      if (other != null && (keepsReferences || needsNorm(other))) {
        beside.add(Condition.baseline(other.condition().model(), c.behavior()));
      }
    }
    beside.removeAll(own);
    return new Share(own, beside);
  }

  private static boolean needsNorm(Cell cell) {
    Steering steering = cell.setting().steering();
    return steering != null
        && steering.needsResidualNorm()
        && !cell.condition().isRandomDirection();
  }

  /** Whether a cell is this process's own: it is in one share alone. */
  boolean owns(Condition condition) {
    return own == null || own.contains(condition);
  }

  /** Whether its tokens are computed here, as an own cell or because own ones need them. */
  boolean has(Condition condition) {
    return owns(condition) || beside.contains(condition);
  }

  /** Whether any cell of a model is this process's own. */
  boolean hasModel(String model) {
    return own == null || own.stream().anyMatch(c -> c.model().equals(model));
  }
}
