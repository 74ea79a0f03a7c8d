package dev.steerage.runlog;

import dev.steerage.dataset.Pole;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Scores in 8 bytes a row where their other numbers follow from the sum, else up to 24, and what
 * rows have in common once: the condition, and the continuations that conditions share. Each row is
 * made whenever it is asked for.
 */
final class PackedScores extends AbstractList<ScoreRow> implements RandomAccess {
  private final List<Block> blocks;
  private final int[] starts;
  private final int size;

  private PackedScores(List<Block> blocks) {
    this.blocks = blocks;
    this.starts = new int[blocks.size()];
    int rows = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = rows;
      rows += blocks.get(i).sums.length;
    }
    this.size = rows;
  }

  /** Continuations in an order, each with its pair, its pair's cluster and its tokens. */
  private static final class Texts {
    private final List<String> pairs;
    private final List<String> clusters;
    private final int[] tokens; // below 0 for negative poles

    Texts(List<String> pairs, List<String> clusters, int[] tokens) {
      this.pairs = pairs;
      this.clusters = clusters;
      this.tokens = tokens;
    }

    boolean isSame(Texts other) {
      return Arrays.equals(tokens, other.tokens)
          && pairs.equals(other.pairs)
          && clusters.equals(other.clusters);
    }
  }

  /** Rows of one condition that follow each other. */
  private static final class Block {
    private final Condition condition;
    private final @Nullable Strength strength;
    private final Texts texts;
    private final double[] sums;
    private final double @Nullable [] means; // null where each is the sum / the tokens to the bit
    private final double @Nullable []
        paddedMeans; // null where each is the sum / its pole's divisor
    private final int[] divisors; // [pole]

    Block(
        ScoreRow any,
        Texts texts,
        double[] sums,
        double @Nullable [] means,
        double @Nullable [] paddedMeans,
        int[] divisors) {
      this.condition = any.condition();
      this.strength = any.strength();
      this.texts = texts;
      this.sums = sums;
      this.means = means;
      this.paddedMeans = paddedMeans;
      this.divisors = divisors;
    }

    ScoreRow row(int at) {
      int tokens = texts.tokens[at];
      int count = Math.abs(tokens);
      Pole pole = tokens < 0 ? Pole.NEGATIVE : Pole.POSITIVE;
      return new ScoreRow(
          condition,
          texts.pairs.get(at),
          pole,
          count,
          sums[at],
          means == null ? sums[at] / count : means[at],
          paddedMeans == null ? sums[at] / divisors[number(pole)] : paddedMeans[at],
          strength,
          texts.clusters.get(at));
    }
  }

  private static int number(Pole pole) {
    return pole == Pole.POSITIVE ? 0 : 1;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public ScoreRow get(int index) {
    Objects.checkIndex(index, size);
    int found = Arrays.binarySearch(starts, index);
    int block = found < 0 ? -found - 2 : found;
    return blocks.get(block).row(index - starts[block]);
  }

  /** Packs rows in their order. */
  static final class Builder {
    private final List<Block> blocks = new ArrayList<>();
    private final List<Texts> texts = new ArrayList<>();
    private final Map<String, String> known = new HashMap<>();
    private List<String> pairs = new ArrayList<>();
    private List<String> clusters = new ArrayList<>();
    private Numbers tokens = new Numbers();
    private Numbers sums = new Numbers();
    private Numbers means = new Numbers();
    private Numbers paddedMeans = new Numbers();
    private boolean areMeansPlain = true;
    private boolean arePaddedPlain = true;
    private int[] divisors = new int[2];
    private @Nullable ScoreRow last;

    /** Doubles, as many as come. */
    private static final class Numbers {
      private double[] values = new double[64];
      private int size;

      void add(double value) {
        if (size == values.length) {
          values = Arrays.copyOf(values, size + size / 2);
        }
        values[size++] = value;
      }

      double[] toArray() {
        return Arrays.copyOf(values, size);
      }
    }

    /**
     * @throws IllegalArgumentException for a row without tokens
     */
    void add(ScoreRow row) {
      if (row.tokens() < 1) {
        throw new IllegalArgumentException("a continuation has at least one token");
      }
      if (last != null && !isOneBlock(last, row)) {
        endBlock(last);
      }
      last = row;
      pairs.add(once(row.pair()));
      clusters.add(once(row.cluster()));
      tokens.add(row.pole() == Pole.NEGATIVE ? -row.tokens() : row.tokens());
      sums.add(row.sum());
      means.add(row.mean());
      paddedMeans.add(row.paddedMean());
      arePaddedPlain &= Double.compare(row.paddedMean(), row.sum() / divisor(row)) == 0;
      areMeansPlain &= Double.compare(row.mean(), row.sum() / row.tokens()) == 0;
    }

    /** That of the block's first row of the pole; a text's tokens before the last. */
    private int divisor(ScoreRow row) {
      int pole = number(row.pole());
      if (divisors[pole] == 0) {
        divisors[pole] = (int) Math.max(1, Math.round(row.sum() / row.paddedMean()));
      }
      return divisors[pole];
    }

    private static boolean isOneBlock(ScoreRow a, ScoreRow b) {
      return a.condition().equals(b.condition()) && Objects.equals(a.strength(), b.strength());
    }

    private String once(String id) {
      String before = known.putIfAbsent(id, id);
      return before == null ? id : before;
    }

    private void endBlock(ScoreRow any) {
      int[] counts = Arrays.stream(tokens.toArray()).mapToInt(count -> (int) count).toArray();
      List<String> ids = new ArrayList<>(pairs);
      Texts own = new Texts(ids, clusters.equals(pairs) ? ids : new ArrayList<>(clusters), counts);
      Optional<Texts> same = texts.stream().filter(own::isSame).findFirst();
      if (same.isEmpty()) {
        texts.add(own);
      }
      blocks.add(
          new Block(
              any,
              same.orElse(own),
              sums.toArray(),
              areMeansPlain ? null : means.toArray(),
              arePaddedPlain ? null : paddedMeans.toArray(),
              divisors));
      pairs = new ArrayList<>();
      clusters = new ArrayList<>();
      tokens = new Numbers();
      sums = new Numbers();
      means = new Numbers();
      paddedMeans = new Numbers();
      areMeansPlain = true;
      arePaddedPlain = true;
      divisors = new int[divisors.length];
    }

    /** The rows; nothing is added any more. */
    List<ScoreRow> build() {
      if (last != null) {
        endBlock(last);
      }
      return new PackedScores(blocks);
    }
  }
}
