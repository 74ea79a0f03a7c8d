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
 * Scores in 16 bytes a row, and what rows have in common once: the condition, and the continuations
 * that conditions share. Each row is made whenever it is asked for.
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
    private final double[] paddedMeans;

    Block(ScoreRow any, Texts texts, double[] sums, double @Nullable [] means, double[] padded) {
      this.condition = any.condition();
      this.strength = any.strength();
      this.texts = texts;
      this.sums = sums;
      this.means = means;
      this.paddedMeans = padded;
    }

    ScoreRow row(int at) {
      int tokens = texts.tokens[at];
      int count = Math.abs(tokens);
      return new ScoreRow(
          condition,
          texts.pairs.get(at),
          tokens < 0 ? Pole.NEGATIVE : Pole.POSITIVE,
          count,
          sums[at],
          means == null ? sums[at] / count : means[at],
          paddedMeans[at],
          strength,
          texts.clusters.get(at));
    }
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
    private final Map<String, String> ids = new HashMap<>();
    private List<String> pairs = new ArrayList<>();
    private List<String> clusters = new ArrayList<>();
    private Numbers tokens = new Numbers();
    private Numbers sums = new Numbers();
    private Numbers means = new Numbers();
    private Numbers paddedMeans = new Numbers();
    private boolean areMeansPlain = true;
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
      areMeansPlain &= Double.compare(row.mean(), row.sum() / row.tokens()) == 0;
    }

    private static boolean isOneBlock(ScoreRow a, ScoreRow b) {
      return a.condition().equals(b.condition()) && Objects.equals(a.strength(), b.strength());
    }

    private String once(String id) {
      String known = ids.putIfAbsent(id, id);
      return known == null ? id : known;
    }

    private void endBlock(ScoreRow any) {
      int[] counts = Arrays.stream(tokens.toArray()).mapToInt(count -> (int) count).toArray();
      Texts own = new Texts(new ArrayList<>(pairs), new ArrayList<>(clusters), counts);
      Optional<Texts> known = texts.stream().filter(own::isSame).findFirst();
      if (known.isEmpty()) {
        texts.add(own);
      }
      blocks.add(
          new Block(
              any,
              known.orElse(own),
              sums.toArray(),
              areMeansPlain ? null : means.toArray(),
              paddedMeans.toArray()));
      pairs = new ArrayList<>();
      clusters = new ArrayList<>();
      tokens = new Numbers();
      sums = new Numbers();
      means = new Numbers();
      paddedMeans = new Numbers();
      areMeansPlain = true;
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
