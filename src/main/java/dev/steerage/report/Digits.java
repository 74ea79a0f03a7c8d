package dev.steerage.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as the tables print them: fixed decimals, the same in every locale, never "-0.0000". */
public final class Digits {
  private static final double SMALL = 0.001;
  private static final double HUGE = 1e5;

  private Digits() {}

  /** Log-likelihoods and their ratios: 4 decimals. */
  public static String nats(double value) {
    return fixed(value, 4);
  }

  /** Shares: 3 decimals. */
  public static String share(double value) {
    return fixed(value, 3);
  }

  /**
   * Divergences in nats: 4 decimals, or two digits and an exponent where those would be too few.
   */
  static String divergence(double value) {
    return value > 0 && value < SMALL ? String.format(Locale.ROOT, "%.1e", value) : nats(value);
  }

  /** Probabilities of a test: 3 decimals, and "<0.001" below. */
  public static String p(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value < SMALL ? "<0.001" : share(value);
  }

  /** Perplexities: 2 decimals, or three digits and an exponent where they are huge. */
  static String perplexity(double value) {
    return value < HUGE ? fixed(value, 2) : String.format(Locale.ROOT, "%.2e", value);
  }

  /** Like {@link #nats}, with a plus sign where the value is above 0. */
  public static String change(double value) {
    String digits = nats(value);
    return value > 0 && !isZero(digits) ? "+" + digits : digits;
  }

  /** A value and its interval, {@code 0.1000 [-0.1000, 0.3000]}. */
  public static String interval(double value, @Nullable Double low, @Nullable Double high) {
    return low == null || high == null
        ? nats(value)
        : nats(value) + " [" + nats(low) + ", " + nats(high) + "]";
  }

  private static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    // what %f prints, in a fraction of its time
    String digits =
        new BigDecimal(Double.toString(value))
            .setScale(decimals, RoundingMode.HALF_UP)
            .toPlainString();
    return isZero(digits) && digits.startsWith("-") ? digits.substring(1) : digits;
  }

  private static boolean isZero(String digits) {
    return digits.chars().noneMatch(c -> c >= '1' && c <= '9');
  }
}
