package dev.steerage.report;

import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A number with its interval, as cells show it. Where no interval says how many digits it has, it
 * is written as on a terminal.
 *
 * @param value the number
 * @param low lower end of its interval, null where it has none
 * @param high upper end, null where it has none
 */
record Estimate(double value, @Nullable Double low, @Nullable Double high) {
  static Estimate of(MetricResult result) {
    return new Estimate(result.value(), result.low(), result.high());
  }

  static Estimate of(ComparisonResult result) {
    return new Estimate(result.value(), result.low(), result.high());
  }

  /** The number; its interval is in CSV only. */
  Cell alone(DoubleFunction<String> digits) {
    return cell(digits.apply(value), Rounded::alone);
  }

  /** A change, with its sign; its interval is in CSV only. */
  Cell change() {
    return cell(Digits.change(value), Rounded::change);
  }

  /** A change and the half-width of its interval, which is symmetric. */
  Cell changeAndHalfWidth() {
    return cell(andHalf(Digits.change(value), Digits::nats), Rounded::changeAndHalfWidth);
  }

  /** The number and the half-width of its interval, which is symmetric. */
  Cell andHalfWidth(DoubleFunction<String> digits) {
    return cell(andHalf(digits.apply(value), digits), Rounded::andHalfWidth);
  }

  /** The number and its interval. */
  Cell andInterval() {
    return cell(Digits.interval(value, low, high), Rounded::andInterval);
  }

  /** The interval alone, which for CSV stands with the number. */
  Cell interval(DoubleFunction<String> digits) {
    if (low == null || high == null) {
      return Cell.EMPTY;
    }
    String shown = digits.apply(low) + " to " + digits.apply(high);
    return new Cell(
        shown,
        rounded()
            .map(Rounded::interval)
            .orElse("[" + digits.apply(low) + ", " + digits.apply(high) + "]"),
        Map.of());
  }

  /** The lower end of the interval in a cell of its own, which for CSV stands with the number. */
  Cell lowEnd(DoubleFunction<String> digits) {
    return low == null ? Cell.EMPTY : end(digits.apply(low), Rounded::lowEnd);
  }

  /** The upper end. */
  Cell highEnd(DoubleFunction<String> digits) {
    return high == null ? Cell.EMPTY : end(digits.apply(high), Rounded::highEnd);
  }

  private Cell end(String shown, Function<Rounded, String> digits) {
    return new Cell(shown, rounded().map(digits).orElse(shown), Map.of());
  }

  private Optional<Rounded> rounded() {
    return Rounded.of(value, low, high);
  }

  private String andHalf(String shown, DoubleFunction<String> digits) {
    return high == null ? shown : shown + "±" + digits.apply(high - value);
  }

  private Cell cell(String shown, Function<Rounded, String> digits) {
    Map<String, Object> exact = new LinkedHashMap<>();
    put(exact, Cell.ITSELF, value);
    put(exact, "low", low);
    put(exact, "high", high);
    return new Cell(shown, rounded().map(digits).orElse(shown.replace("±", " ± ")), exact);
  }

  private static void put(Map<String, Object> exact, String part, @Nullable Double number) {
    if (number != null && !number.isNaN()) {
      exact.put(part, number);
    }
  }
}
