package dev.steerage.runlog;

import org.jspecify.annotations.Nullable;

/**
 * One scored token of a neutral text: a row of {@code neutral/<model>/<behavior>/<condition>.csv}.
 *
 * @param chunk 0-based
 * @param position of the token in its chunk, 0-based
 * @param tokenId in the model's vocabulary
 * @param logprob log softmax of the logits before it at this token, nats
 * @param fromBaseline how the distribution that predicts it differs from the baseline's; null for
 *     the baseline itself
 * @param fromReference how it differs from that of the reference model under the same condition;
 *     null where it was not compared
 */
public record NeutralRow(
    int chunk,
    int position,
    int tokenId,
    double logprob,
    @Nullable Shift fromBaseline,
    @Nullable Shift fromReference) {}
