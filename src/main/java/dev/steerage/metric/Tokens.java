package dev.steerage.metric;

import dev.steerage.statistics.Clusters;
import java.util.Arrays;

/** A number for each of many tokens, in 8 bytes a token and 8 a text. */
final class Tokens {
  /** Room that is made before there are tokens: a broken file may promise any number of them. */
  private static final int MOST_EXPECTED = 1 << 24;

  private double[] values;
  private int size;

  // a text's tokens follow each other: where each run of a unit's tokens ends, and which unit it is
  private int[] ends = new int[64];
  private int[] units = new int[64];
  private int runs;

  /** No tokens yet, and room for so many. */
  Tokens(int expected) {
    this.values = new double[Math.max(1, Math.min(expected, MOST_EXPECTED))];
  }

  void add(int unit, double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + size / 2 + 1);
    }
    values[size++] = value;
    if (runs == 0 || units[runs - 1] != unit) {
      if (runs == ends.length) {
        ends = Arrays.copyOf(ends, runs + runs / 2 + 1);
        units = Arrays.copyOf(units, runs + runs / 2 + 1);
      }
      units[runs++] = unit;
    }
    ends[runs - 1] = size;
  }

  int size() {
    return size;
  }

  /** Tokens of a unit are a cluster. */
  Clusters clusters() {
    int[] all = new int[size];
    for (int run = 0, from = 0; run < runs; from = ends[run++]) {
      Arrays.fill(all, from, ends[run], units[run]);
    }
    return Clusters.ofNumbers(all);
  }

  /** The numbers, [token]; they are no longer here afterwards. */
  double[] take() {
    double[] all = size == values.length ? values : Arrays.copyOf(values, size);
    values = new double[1];
    ends = new int[1];
    units = new int[1];
    size = 0;
    runs = 0;
    return all;
  }
}
