package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.math.BigDecimal;
import java.util.List;

/**
 * Factors of an intervention as a user writes them in one word: a number, or a range {@code
 * FROM..TO:STEP} with both ends (step 1 where none is given).
 *
 * @param values in the order of the text. A range is without 0, which is the baseline; a 0 of its
 *     own stays
 */
public record FactorRange(List<Double> values) {
  public FactorRange {
    values = List.copyOf(values);
  }

  static FactorRange of(double value) {
    return new FactorRange(List.of(value));
  }

  /**
   * The factors that a text means.
   *
   * @throws InputException with a sentence that begins with the text
   */
  public static FactorRange parse(String text) {
    if (DecimalRange.isRange(text)) {
      return new FactorRange(
          DecimalRange.values(text).stream()
              .filter(value -> value.signum() != 0)
              .map(BigDecimal::doubleValue)
              .toList());
    }
    try {
      return of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new InputException(
          "'"
              + InputFile.shown(text)
              + "' is neither a number nor a range; write 1.5, or -2..2:0.5",
          e);
    }
  }

  /** All values of several, in their order. */
  public static List<Double> values(List<FactorRange> ranges) {
    return ranges.stream().flatMap(range -> range.values().stream()).toList();
  }
}
