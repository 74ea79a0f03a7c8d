package dev.steerage.metric;

import dev.steerage.runlog.Shift;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Quantiles;
import dev.steerage.statistics.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
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

  private final List<Token> tokens = new ArrayList<>();

  private record Token(Object unit, Shift shift, double probabilityChange) {}

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

  /**
   * Adds a token.
   *
   * @param unit that it belongs to, by equality
   * @param logprob of the target, nats
   * @param other logprob of the target in the distribution that it is compared with
   */
  void add(Object unit, Shift shift, double logprob, double other) {
    tokens.add(new Token(unit, shift, Math.exp(logprob) - Math.exp(other)));
  }

  /** Adds rows for everything; none where there are no tokens. */
  void addTo(ResultRows rows, Names names) {
    if (tokens.isEmpty()) {
      return;
    }
    int n = tokens.size();
    double[] kl = column(token -> token.shift().kl());
    Sample sample = Sample.of(kl);
    rows.add(names.mean(), sample.mean(), overUnits(kl, x -> x), n, ResultRows.NATS);
    if (n > 1) {
      rows.add(
          names.standardError(),
          sample.standardDeviation() / Math.sqrt(n),
          null,
          n,
          ResultRows.NATS);
    }
    double[] sorted = kl.clone();
    Arrays.sort(sorted);
    for (double fraction : FRACTIONS) {
      rows.add(
          names.quantile(),
          new ResultRows.Part(Normalization.NONE, fraction),
          Quantiles.of(sorted, fraction),
          null,
          n,
          ResultRows.NATS);
    }
    double[] same = column(token -> token.shift().sameTop() ? 1 : 0);
    rows.add(
        names.sameTop(),
        Sample.of(same).mean(),
        overUnits(same, x -> Math.min(1, Math.max(0, x))),
        n,
        ResultRows.SHARE);
    double[] squares = column(token -> token.probabilityChange() * token.probabilityChange());
    DoubleUnaryOperator root = x -> Math.sqrt(Math.max(0, x));
    rows.add(
        names.rms(),
        root.applyAsDouble(Sample.of(squares).mean()),
        overUnits(squares, root),
        n,
        ResultRows.ONE);
  }

  private double[] column(ToDoubleFunction<Token> value) {
    return tokens.stream().mapToDouble(value).toArray();
  }

  /** The interval of a mean over tokens whose units are independent, its ends transformed. */
  private @Nullable Interval overUnits(double[] values, DoubleUnaryOperator transformed) {
    return overUnits(tokens.stream().map(Token::unit).toList(), values, transformed);
  }

  /**
   * The interval of a mean over tokens.
   *
   * @param units that of each token, by equality
   * @param transformed what becomes of either end; increasing
   */
  static @Nullable Interval overUnits(
      List<?> units, double[] values, DoubleUnaryOperator transformed) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    Interval interval = ClusteredMean.ofRatio(values, ones, Clusters.of(units)).interval();
    return interval == null
        ? null
        : new Interval(
            transformed.applyAsDouble(interval.low()), transformed.applyAsDouble(interval.high()));
  }
}
