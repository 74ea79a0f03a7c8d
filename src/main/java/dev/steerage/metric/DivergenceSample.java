package dev.steerage.metric;

import dev.steerage.runlog.Shift;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Quantiles;
import dev.steerage.statistics.Sample;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How next-token distributions differ from others, token by token: the figures of llama.cpp's
 * llama-perplexity --kl-divergence. Tokens of a unit (a pair, a stretch of text) depend on each
 * other, so intervals are over units: a mean over tokens is a ratio of sums over units. The
 * standard error is that over tokens as if they were independent, which is what llama-perplexity
 * prints.
 */
final class DivergenceSample {
  /** Fractions of the tokens that have at most the quantile's divergence; 1 is the largest. */
  static final List<Double> FRACTIONS = List.of(0.5, 0.9, 0.95, 0.99, 0.999, 1.0);

  private final int expected;
  private final Source source;

  /**
   * A sample.
   *
   * @param expected about how many tokens
   * @param source of them; is gone through twice, so that one number a token is in memory
   */
  DivergenceSample(int expected, Source source) {
    this.expected = expected;
    this.source = source;
  }

  /** Where tokens come from, the same each time. */
  interface Source {
    /** Shows all tokens in their order. */
    void each(Visitor visitor);
  }

  /** Sees tokens. */
  interface Visitor {
    /**
     * A token.
     *
     * @param unit number of the unit that it belongs to, at least 0
     * @param logprob of the target, nats
     * @param other logprob of the target in the distribution that it is compared with
     */
    void see(int unit, Shift shift, double logprob, double other);
  }

  /**
   * Names of the figures.
   *
   * @param mean of the divergence
   * @param standardError of that mean over tokens
   * @param quantile of the divergence
   * @param sameTop share of tokens at which both find the same token most likely
   * @param rms root mean square change of the target's probability
   */
  record Names(
      MetricName mean,
      MetricName standardError,
      MetricName quantile,
      MetricName sameTop,
      MetricName rms) {}

  /** Adds rows for everything; none where there are no tokens. */
  void addTo(ResultRows rows, Names names) {
    Tokens kl = new Tokens(expected);
    BitSet same = new BitSet();
    source.each(
        (unit, shift, logprob, other) -> {
          same.set(kl.size(), shift.sameTop());
          kl.add(unit, shift.kl());
        });
    int n = kl.size();
    if (n == 0) {
      return;
    }
    Clusters units = kl.clusters();
    addDivergences(kl.take(), units, rows, names);
    double[] shares = new double[n];
    Arrays.setAll(shares, i -> same.get(i) ? 1 : 0);
    ClusteredMean share = ClusteredMean.of(shares, units);
    rows.add(
        names.sameTop(),
        share.mean(),
        transformed(share.interval(), x -> Math.min(1, Math.max(0, x))),
        n,
        ResultRows.SHARE);
    ClusteredMean square = ClusteredMean.of(squares(n), units);
    DoubleUnaryOperator root = x -> Math.sqrt(Math.max(0, x));
    rows.add(
        names.rms(),
        root.applyAsDouble(square.mean()),
        transformed(square.interval(), root),
        n,
        ResultRows.ONE);
  }

  /** Squared changes of the target's probability, [token]. */
  private double[] squares(int n) {
    double[] squares = new double[n];
    int[] next = {0};
    source.each(
        (unit, shift, logprob, other) -> {
          double change = Math.exp(logprob) - Math.exp(other);
          squares[next[0]++] = change * change;
        });
    return squares;
  }

  /**
   * @param values are sorted afterwards
   */
  private static void addDivergences(
      double[] values, Clusters units, ResultRows rows, Names names) {
    int n = values.length;
    ClusteredMean mean = ClusteredMean.of(values, units);
    rows.add(names.mean(), mean.mean(), mean.interval(), n, ResultRows.NATS);
    if (n > 1) {
      rows.add(
          names.standardError(),
          Sample.over(values).standardDeviation() / Math.sqrt(n),
          null,
          n,
          ResultRows.NATS);
    }
    Arrays.sort(values);
    for (double fraction : FRACTIONS) {
      rows.add(
          names.quantile(),
          new ResultRows.Part(Normalization.NONE, fraction),
          Quantiles.of(values, fraction),
          null,
          n,
          ResultRows.NATS);
    }
  }

  /**
   * An interval with other ends.
   *
   * @param by what becomes of either end; increasing
   */
  static @Nullable Interval transformed(@Nullable Interval interval, DoubleUnaryOperator by) {
    return interval == null
        ? null
        : new Interval(by.applyAsDouble(interval.low()), by.applyAsDouble(interval.high()));
  }
}
