package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decimal numbers written {@code FROM..TO} or {@code FROM..TO:STEP}, in exact arithmetic. */
final class DecimalRange {
  private static final int MOST_VALUES = 1000;
  private static final String DOTS = "..";
  // few digits of an exponent, or the arithmetic would need as many digits as it says
  private static final String NUMBER = "([+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d{1,2})?)";
  private static final Pattern RANGE = Pattern.compile(NUMBER + "\\.\\." + NUMBER + "(?::(.*))?");

  private DecimalRange() {}

  /** Whether a text is meant as a range, well written or not. */
  static boolean isRange(String text) {
    return text.contains(DOTS);
  }

  /**
   * The values of a range, from its first end to its last one, both included; descending where the
   * last one is the smaller.
   *
   * @param text with a step above 0, or none for 1
   * @throws InputException if it is none, its last end is not a whole number of steps away, or it
   *     has more than 1,000 values
   */
  static List<BigDecimal> values(String text) {
    Matcher parts = RANGE.matcher(text);
    String stepText = parts.matches() ? parts.group(3) : null;
    if (!parts.matches() || (stepText != null && !stepText.matches(NUMBER))) {
      throw refused(text, "is no range; write it FROM..TO:STEP, such as -2..2:0.5");
    }
    BigDecimal from = new BigDecimal(parts.group(1));
    BigDecimal to = new BigDecimal(parts.group(2));
    BigDecimal step = stepText == null ? BigDecimal.ONE : new BigDecimal(stepText);
    if (step.signum() <= 0) {
      throw refused(text, "has the step " + stepText + "; give one above 0, also downwards");
    }
    BigDecimal[] steps = to.subtract(from).abs().divideAndRemainder(step);
    BigDecimal signed = to.compareTo(from) < 0 ? step.negate() : step;
    if (steps[0].compareTo(BigDecimal.valueOf(MOST_VALUES)) >= 0) {
      throw refused(text, "has more than " + MOST_VALUES + " values; give a greater step");
    }
    if (steps[1].signum() != 0) {
      BigDecimal last = from.add(signed.multiply(steps[0]));
      throw refused(
          text,
          "does not reach its end in steps of %s: the last value before it is %s; end it there, or give another step"
              .formatted(text(step), text(last)));
    }
    List<BigDecimal> values = new ArrayList<>();
    for (int i = 0; i <= steps[0].intValueExact(); i++) {
      values.add(from.add(signed.multiply(BigDecimal.valueOf(i))));
    }
    return values;
  }

  private static String text(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static InputException refused(String text, String why) {
    return new InputException("'" + InputFile.shown(text) + "' " + why);
  }
}
