package dev.steerage.runlog;

import dev.steerage.dataset.Pole;
import org.jspecify.annotations.Nullable;

/**
 * One continuation token: a row of {@code tokens/<model>/<behavior>/<condition>.csv}.
 *
 * @param pair id of the contrast pair
 * @param pole which continuation
 * @param position of the token in its text, 0-based, BOS = 0
 * @param tokenId in the model's vocabulary
 * @param piece the token's text; bytes that are not UTF-8 on their own are written as {@code
 *     <0xE2>}
 * @param logprob log softmax of the logits before it at this token, nats
 * @param fromBaseline how the distribution that predicts it differs from the baseline's; null where
 *     it was not compared
 * @param fromReference how it differs from that of the reference model under the same condition;
 *     null where it was not compared
 */
public record TokenRow(
    String pair,
    Pole pole,
    int position,
    int tokenId,
    String piece,
    double logprob,
    @Nullable Shift fromBaseline,
    @Nullable Shift fromReference) {

  /** A row that was compared with nothing. */
  public TokenRow(String pair, Pole pole, int position, int tokenId, String piece, double logprob) {
    this(pair, pole, position, tokenId, piece, logprob, null, null);
  }
}
