package dev.steerage.metric;

import dev.steerage.statistics.Clusters;
import java.util.ArrayList;
import java.util.List;

/** A number for each of many tokens, and the unit that it belongs to, in 12 bytes a token. */
final class Tokens {
  private static final int BLOCK = 4096;

  private final List<double[]> values = new ArrayList<>();
  private final List<int[]> units = new ArrayList<>();
  private int size;

  void add(int unit, double value) {
    if (size % BLOCK == 0) {
      values.add(new double[BLOCK]);
      units.add(new int[BLOCK]);
    }
    values.get(size / BLOCK)[size % BLOCK] = value;
    units.get(size / BLOCK)[size % BLOCK] = unit;
    size++;
  }

  int size() {
    return size;
  }

  /** Tokens of a unit are a cluster. */
  Clusters clusters() {
    int[] all = new int[size];
    for (int i = 0; i < size; i += BLOCK) {
      System.arraycopy(units.get(i / BLOCK), 0, all, i, Math.min(BLOCK, size - i));
    }
    return Clusters.ofNumbers(all);
  }

  /** The numbers, [token]; they are no longer here afterwards. */
  double[] take() {
    double[] all = new double[size];
    for (int i = 0; i < size; i += BLOCK) {
      System.arraycopy(values.get(i / BLOCK), 0, all, i, Math.min(BLOCK, size - i));
    }
    values.clear();
    return all;
  }
}
