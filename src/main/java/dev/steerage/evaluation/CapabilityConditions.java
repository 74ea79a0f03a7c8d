package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.QuestionSet;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which conditions sets of questions are read: those of the behaviors, each once, since the
 * questions are the same for all. Random directions are left out.
 */
record CapabilityConditions(Inputs inputs) {
  /** Conditions with the same key have the same logits. */
  private record Key(Setting setting, @Nullable String behavior) {
    static Key of(Cell cell) {
      Steering steering = cell.setting().steering();
      boolean isOfBehavior = steering != null && steering.needsResidualNorm();
      return new Key(cell.setting(), isOfBehavior ? cell.condition().behavior() : null);
    }
  }

  /**
   * The passes of a model over all sets, set by set, each set's baseline first. A condition has its
   * name on a behavior; where two behaviors have different ones of one name, that of the behavior
   * is added.
   */
  List<CapabilityPass> passes(String model) {
    Map<Key, Map<String, Cell>> byKey = new LinkedHashMap<>();
    Map<String, Set<Key>> keys = new LinkedHashMap<>();
    for (Behavior behavior : inputs.behaviors()) {
      for (Cell cell : inputs.cells(model, behavior.name())) {
        if (!cell.condition().isRandomDirection()) {
          Key key = Key.of(cell);
          String name = cell.condition().condition();
          byKey.computeIfAbsent(key, k -> new LinkedHashMap<>()).putIfAbsent(name, cell);
          keys.computeIfAbsent(name, n -> new HashSet<>()).add(key);
        }
      }
    }
    List<CapabilityPass> passes = new ArrayList<>();
    for (QuestionSet set : inputs.capabilities()) {
      byKey.forEach(
          (key, cells) -> {
            List<Condition> conditions = new ArrayList<>();
            for (Entry<String, Cell> named : cells.entrySet()) {
              boolean isShared = keys.getOrDefault(named.getKey(), Set.of()).size() > 1;
              conditions.add(condition(named.getValue().condition(), set, isShared));
            }
            passes.add(new CapabilityPass(set, cells.values().iterator().next(), conditions));
          });
    }
    return passes;
  }

  private static Condition condition(Condition own, QuestionSet set, boolean isShared) {
    return own.renamed(
        own.model(), set.name(), name -> isShared ? name + "-on-" + own.behavior() : name);
  }

  /** The conditions of all models, in the order of their results. */
  List<Condition> all() {
    return inputs.models().stream()
        .flatMap(model -> passes(model.name()).stream())
        .flatMap(pass -> pass.conditions().stream())
        .toList();
  }
}
