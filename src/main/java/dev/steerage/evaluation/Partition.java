package dev.steerage.evaluation;

import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides a run's cells among shards so that the costliest shard costs as little as can be, by
 * first fit in the order of decreasing cost under the least limit that all fit under (MULTIFIT;
 * Coffman, Garey and Johnson 1978). Cells of one model and behavior follow each other, and stay in
 * the shard of the one before while they fit, since each shard decodes the baseline of what it has
 * cells of, and loads the weights. The same tasks give the same shards everywhere.
 */
final class Partition {
  private static final int STEPS = 40;

  private final List<Task> tasks;
  private final Map<String, Double> loads;
  private final int shards;
  private final Map<Group, Double> baselines = new HashMap<>();

  /**
   * A cell.
   *
   * @param weights name of those it is computed with
   * @param cost in any unit
   */
  record Task(Condition condition, String weights, double cost) {}

  private record Group(String model, String behavior) {
    static Group of(Task task) {
      return new Group(task.condition().model(), task.condition().behavior());
    }
  }

  private Partition(List<Task> tasks, Map<String, Double> loads, int shards) {
    this.tasks = ordered(tasks);
    this.loads = loads;
    this.shards = shards;
    for (Task task : tasks) {
      if (task.condition().isBaseline()) {
        baselines.put(Group.of(task), task.cost());
      }
    }
  }

  /** Groups with costly cells first, the cells of each in their order. */
  private static List<Task> ordered(List<Task> tasks) {
    Map<Group, List<Task>> groups = new LinkedHashMap<>();
    tasks.forEach(task -> groups.computeIfAbsent(Group.of(task), g -> new ArrayList<>()).add(task));
    return groups.values().stream()
        .sorted(Comparator.comparingDouble(Partition::mostCost).reversed()) // stable
        .flatMap(List::stream)
        .toList();
  }

  private static double mostCost(List<Task> group) {
    return group.stream().mapToDouble(Task::cost).max().orElse(0);
  }

  /**
   * The shard, from 1, of each cell.
   *
   * @param tasks all cells, in the run's order
   * @param loads what it costs to load weights, by their name
   * @param shards how many; some are empty where there are fewer cells
   */
  static Map<Condition, Integer> of(List<Task> tasks, Map<String, Double> loads, int shards) {
    return new Partition(tasks, loads, shards).balanced();
  }

  private Map<Condition, Integer> balanced() {
    double high = 1; // all in one
    for (Task task : tasks) {
      high += task.cost() + loads.getOrDefault(task.weights(), 0.0);
    }
    double low = 0;
    Map<Condition, Integer> best = new Filling(high).fill();
    for (int step = 0; step < STEPS; step++) {
      double middle = low + (high - low) / 2;
      Map<Condition, Integer> found = new Filling(middle).fill();
      if (found.size() == tasks.size()) {
        best = found;
        high = middle;
      } else {
        low = middle;
      }
    }
    return best;
  }

  /** Shards that are filled up to a limit. */
  private final class Filling {
    private final double limit;
    private final double[] costs = new double[shards];
    private final List<Set<Group>> groups = new ArrayList<>();
    private final List<Set<String>> loaded = new ArrayList<>();

    Filling(double limit) {
      this.limit = limit;
      for (int i = 0; i < shards; i++) {
        groups.add(new HashSet<>());
        loaded.add(new HashSet<>());
      }
    }

    /** All cells, or fewer where not all fit. */
    Map<Condition, Integer> fill() {
      Map<Condition, Integer> found = new HashMap<>();
      int last = 0;
      for (Task task : tasks) {
        int shard = fits(task, last) ? last : firstFit(task);
        if (shard == shards) {
          return found;
        }
        costs[shard] += added(task, shard);
        groups.get(shard).add(Group.of(task));
        loaded.get(shard).add(task.weights());
        found.put(task.condition(), shard + 1);
        last = shard;
      }
      return found;
    }

    private int firstFit(Task task) {
      int shard = 0;
      while (shard < shards && !fits(task, shard)) {
        shard++;
      }
      return shard;
    }

    private boolean fits(Task task, int shard) {
      return costs[shard] + added(task, shard) <= limit;
    }

    /** With the baseline that comes with a shard's first cell of its kind. */
    private double added(Task task, int shard) {
      double load =
          loaded.get(shard).contains(task.weights()) ? 0 : loads.getOrDefault(task.weights(), 0.0);
      boolean isThere = groups.get(shard).contains(Group.of(task));
      if (task.condition().isBaseline()) {
        return isThere ? load : load + task.cost();
      }
      double baseline = isThere ? 0 : baselines.getOrDefault(Group.of(task), 0.0);
      return load + baseline + task.cost();
    }
  }

  /**
   * What each shard costs, [shards], of cells that are divided in any way.
   *
   * @param divided the shard, from 1, of each cell
   */
  static double[] costs(
      List<Task> tasks, Map<String, Double> loads, int shards, Map<Condition, Integer> divided) {
    Partition partition = new Partition(tasks, loads, shards);
    Filling filling = partition.new Filling(Double.POSITIVE_INFINITY);
    for (Task task : partition.tasks) {
      int shard = divided.getOrDefault(task.condition(), 1) - 1;
      filling.costs[shard] += filling.added(task, shard);
      filling.groups.get(shard).add(Group.of(task));
      filling.loaded.get(shard).add(task.weights());
    }
    return Arrays.copyOf(filling.costs, shards);
  }
}
