package dev.steerage.evaluation;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import java.util.List;

/**
 * Where the logits that predict each continuation token stand in a {@link RowFile}: pair by pair,
 * positive before negative, whatever the order of decoding.
 */
final class RowPlaces {
  private final long[] starts;

  private RowPlaces(long[] starts) {
    this.starts = starts;
  }

  static RowPlaces of(List<TokenizedPair> pairs) {
    long[] starts = new long[2 * pairs.size() + 1];
    int text = 0;
    for (TokenizedPair pair : pairs) {
      for (Pole pole : List.of(Pole.POSITIVE, Pole.NEGATIVE)) {
        starts[text + 1] = starts[text] + DecodePlan.text(pair, pole).mask().length();
        text++;
      }
    }
    return new RowPlaces(starts);
  }

  /** Place of the first continuation token of a text. */
  long start(int pair, Pole pole) {
    return starts[2 * pair + (pole == Pole.POSITIVE ? 0 : 1)];
  }

  /** Rows of all texts. */
  long count() {
    return starts[starts.length - 1];
  }

  /**
   * Whether two lists of pairs have the same continuation tokens, so that their rows are about the
   * same things though the prompts may differ.
   */
  static boolean areSame(List<TokenizedPair> a, List<TokenizedPair> b) {
    for (int i = 0; i < a.size(); i++) {
      for (Pole pole : Pole.values()) {
        if (!haveSameContinuation(
            DecodePlan.text(a.get(i), pole), DecodePlan.text(b.get(i), pole))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean haveSameContinuation(TokenizedText a, TokenizedText b) {
    int length = a.mask().length();
    if (b.mask().length() != length) {
      return false;
    }
    for (int k = 0; k < length; k++) {
      if (a.token(a.mask().start() + k) != b.token(b.mask().start() + k)) {
        return false;
      }
    }
    return true;
  }
}
