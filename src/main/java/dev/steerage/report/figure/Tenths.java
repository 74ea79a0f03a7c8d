package dev.steerage.report.figure;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.util.Locale;

/** The format of Batik's contexts with one place, in a fraction of the time. */
final class Tenths extends DecimalFormat {
  private static final long serialVersionUID = 1;
  private static final double MOST = 1e6;

  /** Nearer to the middle of two tenths the format's own, exact arithmetic decides. */
  private static final double NEAR = 1e-6;

  Tenths() {
    super("#0.#", DecimalFormatSymbols.getInstance(Locale.US));
  }

  @Override
  public StringBuffer format(double number, StringBuffer text, FieldPosition position) {
    double tenths = Math.abs(number) * 10;
    double fraction = tenths - Math.floor(tenths);
    if (!(tenths < MOST) || Math.abs(fraction - 0.5) < NEAR) {
      return super.format(number, text, position);
    }
    long rounded = Math.round(tenths);
    if (Math.copySign(1, number) < 0) {
      text.append('-');
    }
    text.append(rounded / 10);
    if (rounded % 10 != 0) {
      text.append('.').append(rounded % 10);
    }
    return text;
  }
}
