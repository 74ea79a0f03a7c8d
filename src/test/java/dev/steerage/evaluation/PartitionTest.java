package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.evaluation.Partition.Task;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells among shards. */
class PartitionTest {
  /** What MULTIFIT is from the best at the most (Yue 1990). */
  private static final double BOUND = 13.0 / 11;

  private static Condition steered(String model, String behavior, int layer, double coefficient) {
    String name = "v-layer" + layer + "-coefficient" + coefficient;
    return new Condition(model, behavior, name, "v", layer, coefficient);
  }

  /** A model of each size, behaviors, and 5 layers of 9 coefficients. */
  private static List<Task> sweep(int behaviors, double... sizes) {
    List<Task> tasks = new ArrayList<>();
    for (double size : sizes) {
      for (int b = 0; b < behaviors; b++) {
        String model = "m" + size;
        tasks.add(new Task(Condition.baseline(model, "b" + b), model, size * (b + 1)));
        for (int layer = 0; layer < 5; layer++) {
          for (int c = 1; c <= 9; c++) {
            tasks.add(new Task(steered(model, "b" + b, layer, c), model, size * (b + 1)));
          }
        }
      }
    }
    return tasks;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40, 1000})
  void everyCellIsInOneShardAndTheShardsAreLevel(int shards) {
    List<Task> tasks = sweep(3, 70, 35, 8);
    Map<Condition, Integer> divided = Partition.of(tasks, Map.of(), shards);
    assertThat(divided).hasSameSizeAs(tasks);
    assertThat(divided.values()).allMatch(shard -> shard >= 1 && shard <= shards);
    double most = Arrays.stream(Partition.costs(tasks, Map.of(), shards, divided)).max().orElse(0);
    double all = tasks.stream().mapToDouble(Task::cost).sum();
    // a cell, the baseline beside it, and what two groups in a shard bring
    assertThat(most).isLessThanOrEqualTo(all / shards + 4 * 70 * 3);
  }

  @Test
  void theyAreTheSameWheneverTheyAreMade() {
    List<Task> tasks = sweep(3, 70, 13, 8);
    Map<String, Double> loads = Map.of("m70.0", 10.0, "m13.0", 3.0, "m8.0", 2.0);
    Map<Condition, Integer> first = Partition.of(tasks, loads, 7);
    assertThat(Partition.of(sweep(3, 70, 13, 8), loads, 7)).isEqualTo(first);
  }

  /** Eight machines for three models: each loads one, or two where it has the ends of both. */
  @Test
  void aModelsCellsStayTogether() {
    List<Task> tasks = sweep(4, 70, 13, 8);
    Map<String, Double> loads = Map.of("m70.0", 700.0, "m13.0", 130.0, "m8.0", 80.0);
    Map<Condition, Integer> divided = Partition.of(tasks, loads, 8);
    List<Set<String>> models = new ArrayList<>();
    IntStream.range(0, 8).forEach(i -> models.add(new TreeSet<>()));
    divided.forEach((condition, shard) -> models.get(shard - 1).add(condition.model()));
    assertThat(models)
        .allMatch(set -> set.size() <= 3)
        .filteredOn(set -> set.size() == 1)
        .hasSizeGreaterThanOrEqualTo(5);
  }

  /** Against the least of all ways, where these can be counted. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void fewTasksAreNearTheBestWay(long seed) {
    Random random = new Random(seed);
    int shards = 2 + random.nextInt(2);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      tasks.add(new Task(steered("m", "b" + i, 1, i), "m", 1 + random.nextInt(20)));
    }
    double most =
        Arrays.stream(
                Partition.costs(tasks, Map.of(), shards, Partition.of(tasks, Map.of(), shards)))
            .max()
            .orElse(0);
    assertThat(most).isLessThanOrEqualTo(BOUND * best(tasks, new double[shards], 0) + 1e-6);
  }

  private static double best(List<Task> tasks, double[] costs, int next) {
    if (next == tasks.size()) {
      return Arrays.stream(costs).max().orElse(0);
    }
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < costs.length; i++) {
      costs[i] += tasks.get(next).cost();
      best = Math.min(best, best(tasks, costs, next + 1));
      costs[i] -= tasks.get(next).cost();
    }
    return best;
  }
}
