package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.math.BigDecimal;

/**
 * How large a difference from the reference model's effect still counts as none.
 *
 * @param value above 0: a share of the reference's effect, or in the effect's own unit
 * @param isShare which of the two
 */
public record Margin(double value, boolean isShare) {
  /** A tenth of the reference's effect. */
  public static final Margin TENTH = new Margin(0.1, true);

  private static final int DIGITS_OF_PER_CENT = 2;

  public Margin {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new InputException("margin " + value + " is out of range; give one above 0");
    }
  }

  /**
   * Reads {@code 10%} or a number such as {@code 0.02}.
   *
   * @throws InputException for anything else
   */
  public static Margin parse(String text) {
    String number = text.strip();
    boolean isShare = number.endsWith("%");
    try {
      return isShare
          ? new Margin(
              new BigDecimal(number.substring(0, number.length() - 1).strip())
                  .movePointLeft(DIGITS_OF_PER_CENT)
                  .doubleValue(),
              true)
          : new Margin(new BigDecimal(number).doubleValue(), false);
    } catch (NumberFormatException e) {
      throw new InputException(
          "margin '"
              + InputFile.shown(text)
              + "' is none; give a share of the reference's effect, such as 10%, or a number above 0 in the effect's unit",
          e);
    }
  }

  /** The margin for a reference's effect, in that effect's unit. */
  public double of(double effect) {
    return isShare ? value * Math.abs(effect) : value;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    BigDecimal exact = new BigDecimal(Double.toString(value));
    return isShare
        ? exact.movePointRight(DIGITS_OF_PER_CENT).stripTrailingZeros().toPlainString() + "%"
        : exact.stripTrailingZeros().toPlainString();
  }
}
