package dev.steerage.runlog;

import dev.steerage.InputException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much of a side effect on the neutral text is accepted.
 *
 * @param kind what is counted
 * @param value the most, above 0, in the kind's unit
 */
public record CostBudget(Kind kind, double value) {
  /** What a cost is. */
  public enum Kind {
    /** Mean of KL(baseline ‖ steered) over scored tokens. */
    KL("KL", "nats/token"),
    /** By how much the perplexity rises: 100 · (its ratio to the baseline's − 1). */
    PERPLEXITY("perplexity", "%");

    private final String word;
    private final String unit;

    Kind(String word, String unit) {
      this.word = word;
      this.unit = unit;
    }

    /** What tables call it. */
    public String word() {
      return word;
    }

    /** Its unit. */
    public String unit() {
      return unit;
    }
  }

  public CostBudget {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new InputException(
          "the %s budget %s is out of range; give a number above 0, in %s"
              .formatted(kind.word(), value, kind.unit()));
    }
  }

  /**
   * The budget that options or keys ask for.
   *
   * @param kl in nats a token; null where it is not given
   * @param perplexity in per cent; null where it is not given
   * @throws InputException unless exactly one is given
   */
  public static CostBudget of(@Nullable Double kl, @Nullable Double perplexity) {
    if ((kl == null) == (perplexity == null)) {
      throw new InputException(
          "a tune needs one budget, and %s; give kl-budget in nats a token or perplexity-budget in per cent"
              .formatted(kl == null ? "there is none" : "two are given"));
    }
    return kl != null
        ? new CostBudget(Kind.KL, kl)
        : new CostBudget(Kind.PERPLEXITY, perplexity == null ? Double.NaN : perplexity);
  }

  /** The value where it is of this kind, else null. */
  public @Nullable Double valueOf(Kind asked) {
    return kind == asked ? value : null;
  }

  /** Such as {@code 0.05 nats/token of KL}. */
  @Override
  public String toString() {
    String number = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    return kind == Kind.KL ? number + " nats/token of KL" : number + " % of perplexity";
  }
}
