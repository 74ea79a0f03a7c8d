package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One number, a row of {@code metrics.csv}.
 *
 * @param metric its name, listed in results/README.md
 * @param normalization {@code none}, {@code paper} or {@code repository}
 * @param condition what it was measured under
 * @param fraction of the pairs that went in (the quartile metric), or null where all did
 * @param value the number, in {@code unit}
 * @param low lower end of the 95 % interval, or null where there is none
 * @param high upper end, or null
 * @param n how many units (pairs, texts) the value rests on
 * @param unit such as {@code nats/token}, {@code share}, {@code pairs}, {@code 1}
 */
public record MetricResult(
    String metric,
    String normalization,
    Condition condition,
    @Nullable Double fraction,
    double value,
    @Nullable Double low,
    @Nullable Double high,
    int n,
    String unit) {

  /** The same number of a condition that has another name. */
  public MetricResult under(Condition other) {
    return new MetricResult(metric, normalization, other, fraction, value, low, high, n, unit);
  }
}
