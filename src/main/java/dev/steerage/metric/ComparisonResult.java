package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One number about a model against its reference, a row of {@code comparison.csv}.
 *
 * @param name what it is
 * @param reference name of the reference model
 * @param condition on the model; of a slope its name and coefficient are those of no single one
 * @param value in {@code unit}
 * @param low lower end of the 95 % interval, or null where there is none
 * @param high upper end, or null
 * @param n pairs
 * @param unit such as {@code nats/token}
 * @param p of the test that the name has, uncorrected; null where it has none
 * @param holm the same after Holm's correction over all rows of this name in the run; null where p
 *     is
 * @param verdict where the row decides; else null
 */
public record ComparisonResult(
    ComparisonName name,
    String reference,
    Condition condition,
    double value,
    @Nullable Double low,
    @Nullable Double high,
    int n,
    String unit,
    @Nullable Double p,
    @Nullable Double holm,
    @Nullable Verdict verdict) {

  /** The same number of a condition that has another name. */
  public ComparisonResult under(Condition other) {
    return new ComparisonResult(
        name, reference, other, value, low, high, n, unit, p, holm, verdict);
  }

  ComparisonResult withHolm(double corrected, @Nullable Verdict decided) {
    return new ComparisonResult(
        name, reference, condition, value, low, high, n, unit, p, corrected, decided);
  }

  /** Whether another row is about the same thing. */
  boolean isAboutTheSame(ComparisonResult other) {
    return condition.equals(other.condition) && reference.equals(other.reference);
  }
}
