package dev.steerage.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number with the digits that its interval supports: half of the interval's width has two
 * significant digits, and the number and the ends of the interval stop at the same place.
 *
 * <p>That is how the Guide to the Expression of Uncertainty in Measurement (JCGM 100:2008, 7.2.6)
 * states a result; the Particle Data Group (Review of Particle Physics, Introduction, "Rounding")
 * does the same for an error that starts with 100 to 354, and drops its second digit up to 949. A
 * half-width that becomes a digit longer when it is rounded still has two: 0.0996 is 0.10. Halves
 * are rounded away from 0.
 *
 * <p>Where number and half-width are all below 0.0001 or the last digit stands before the point of
 * a number from a million up, both have a power of ten in common.
 *
 * @param number the number
 * @param low lower end of its interval
 * @param high upper end
 * @param place decimals after the point, negative before it
 * @param power the power of ten that is taken out, 0 for none
 */
record Rounded(BigDecimal number, BigDecimal low, BigDecimal high, int place, int power) {
  private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);
  private static final BigDecimal SMALL = new BigDecimal("1e-4");
  private static final BigDecimal LARGE = new BigDecimal("1e6");

  private static final int DIGITS_OF_DOUBLE = 14;

  /** More decimals than a plain number of some size should have. */
  private static final int MOST_DECIMALS = 6;

  /**
   * Empty where no interval is, or one that supports no number of digits: of width 0, of one that
   * is nothing but the error of computing with doubles, or NaN.
   */
  static Optional<Rounded> of(double value, @Nullable Double low, @Nullable Double high) {
    if (low == null || high == null) {
      return Optional.empty();
    }
    if (!Double.isFinite(value) || !Double.isFinite(low) || !Double.isFinite(high)) {
      return Optional.empty();
    }
    BigDecimal least = exact(low);
    BigDecimal most = exact(high);
    BigDecimal half = most.subtract(least).divide(BigDecimal.valueOf(2));
    if (half.signum() <= 0) {
      return Optional.empty();
    }
    int place = 1 - exponent(half.round(TWO_DIGITS));
    BigDecimal number = exact(value);
    if (number.signum() != 0 && exponent(number) + place >= DIGITS_OF_DOUBLE) {
      return Optional.empty();
    }
    return Optional.of(
        new Rounded(number, least, most, place, power(number.abs().max(half), place)));
  }

  /** What is written, not the nearest binary number, so that 0.25 and 0.35 are both halves. */
  private static BigDecimal exact(double value) {
    return new BigDecimal(Double.toString(value));
  }

  private static int power(BigDecimal size, int place) {
    boolean isTiny = place > MOST_DECIMALS && size.compareTo(SMALL) < 0;
    boolean isHuge = place < 0 && size.compareTo(LARGE) >= 0;
    return isTiny || isHuge ? exponent(size) : 0;
  }

  /** The power of ten of the first digit. */
  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  /** The number alone. */
  String alone() {
    return digits(number) + exponent();
  }

  /** The number alone, with a plus sign where it is above 0. */
  String change() {
    return signed() + exponent();
  }

  /** A change and half of its interval's width, {@code +0.0226 ± 0.0024}. */
  String changeAndHalfWidth() {
    return together(signed() + " ± " + halfWidth());
  }

  /** The number and half of its interval's width, {@code 1.23 ± 0.20}. */
  String andHalfWidth() {
    return together(digits(number) + " ± " + halfWidth());
  }

  /** The number and its interval, {@code 1.018 [1.001, 1.035]}. */
  String andInterval() {
    return together(digits(number) + " " + ends());
  }

  /** The interval alone, {@code [1.001, 1.035]}. */
  String interval() {
    return ends() + exponent();
  }

  /** The lower end alone. */
  String lowEnd() {
    return digits(low) + exponent();
  }

  /** The upper end alone. */
  String highEnd() {
    return digits(high) + exponent();
  }

  private String ends() {
    return "[" + digits(low) + ", " + digits(high) + "]";
  }

  private String halfWidth() {
    return digits(high.subtract(low).divide(BigDecimal.valueOf(2)));
  }

  private String signed() {
    String digits = digits(number);
    boolean isAboveZero = number.signum() > 0 && digits.chars().anyMatch(c -> c >= '1' && c <= '9');
    return isAboveZero ? "+" + digits : digits;
  }

  /** Never "-0.00": a decimal number has one 0. */
  private String digits(BigDecimal value) {
    BigDecimal rounded =
        value.setScale(place, RoundingMode.HALF_UP).movePointLeft(power).stripTrailingZeros();
    return rounded.setScale(Math.max(0, place + power), RoundingMode.UNNECESSARY).toPlainString();
  }

  private String together(String numbers) {
    return power == 0 ? numbers : "(" + numbers + ")" + exponent();
  }

  private String exponent() {
    return power == 0
        ? ""
        : "e" + (power < 0 ? "-" : "+") + (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
  }
}
