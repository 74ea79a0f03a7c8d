package dev.steerage.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Which units belong together: pairs that share a prompt are one cluster, since their numbers are
 * not independent. Clusters are counted from 0 in the order of their first unit.
 */
public final class Clusters {
  private final int[] cluster;
  private final int count;

  private Clusters(int[] cluster, int count) {
    this.cluster = cluster;
    this.count = count;
  }

  /** Each of n units by itself. */
  public static Clusters single(int n) {
    int[] cluster = new int[n];
    Arrays.setAll(cluster, i -> i);
    return new Clusters(cluster, n);
  }

  /**
   * Units with equal keys in one cluster.
   *
   * @param keys [unit], such as the prompts of the pairs
   */
  public static Clusters of(List<?> keys) {
    Map<Object, Integer> numbers = new HashMap<>();
    int[] cluster = new int[keys.size()];
    for (int i = 0; i < cluster.length; i++) {
      Integer number = numbers.putIfAbsent(keys.get(i), numbers.size());
      cluster[i] = number == null ? numbers.size() - 1 : number;
    }
    return new Clusters(cluster, numbers.size());
  }

  /**
   * Units with equal numbers in one cluster. The array is kept and written to.
   *
   * @param numbers [unit], at least 0 and none much greater than there are units
   */
  public static Clusters ofNumbers(int[] numbers) {
    int[] renumbered = new int[Arrays.stream(numbers).max().orElse(0) + 1];
    Arrays.fill(renumbered, -1);
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      int number = numbers[i];
      if (renumbered[number] < 0) {
        renumbered[number] = count++;
      }
      numbers[i] = renumbered[number];
    }
    return new Clusters(numbers, count);
  }

  /** How many units. */
  public int size() {
    return cluster.length;
  }

  /** How many clusters. */
  public int count() {
    return count;
  }

  /** Whether each unit is by itself, unit i then being cluster i. */
  public boolean areSingle() {
    return count == cluster.length;
  }

  /**
   * Sums over the units of each cluster, [cluster].
   *
   * @param values of the units by their index
   */
  public double[] sums(IntToDoubleFunction values) {
    double[] sums = new double[count];
    for (int i = 0; i < cluster.length; i++) {
      sums[cluster[i]] += values.applyAsDouble(i);
    }
    return sums;
  }

  /** From a number a cluster, [cluster], to that of each unit's cluster, [unit]. */
  int[] spread(int[] ofClusters) {
    if (areSingle()) {
      return ofClusters;
    }
    int[] ofUnits = new int[cluster.length];
    Arrays.setAll(ofUnits, i -> ofClusters[cluster[i]]);
    return ofUnits;
  }
}
