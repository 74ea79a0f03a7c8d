package dev.steerage.metric;

import dev.steerage.runlog.TokenRow;
import java.util.List;

/** What tokens of another cell are compared with, in few bytes: [token] of one part of a cell. */
final class TokenTargets {
  private final String[] pairs;
  private final int[] ids;
  private final double[] logprobs;

  /** Tokens that these were found to be of: each cell is gone through several times. */
  private List<TokenRow> known = List.of();

  private TokenTargets(int size) {
    this.pairs = new String[size];
    this.ids = new int[size];
    this.logprobs = new double[size];
  }

  static TokenTargets of(List<TokenRow> rows) {
    TokenTargets targets = new TokenTargets(rows.size());
    String last = "";
    for (int i = 0; i < rows.size(); i++) {
      TokenRow row = rows.get(i);
      last = row.pair().equals(last) ? last : row.pair(); // each row has a text of its own
      targets.pairs[i] = last;
      targets.ids[i] = row.tokenId();
      targets.logprobs[i] = row.logprob();
    }
    return targets;
  }

  /** Whether these are the same tokens of the same pairs. */
  @SuppressWarnings("ReferenceEquality") // the same list, not an equal one
  boolean areOf(List<TokenRow> rows) {
    if (rows != known && isSame(rows)) {
      known = rows;
    }
    return rows == known;
  }

  private boolean isSame(List<TokenRow> rows) {
    if (rows.size() != ids.length) {
      return false;
    }
    for (int i = 0; i < ids.length; i++) {
      TokenRow row = rows.get(i);
      if (row.tokenId() != ids[i] || !row.pair().equals(pairs[i])) {
        return false;
      }
    }
    return true;
  }

  /** log softmax at the token, nats. */
  double logprob(int token) {
    return logprobs[token];
  }
}
