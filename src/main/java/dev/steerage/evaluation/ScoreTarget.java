package dev.steerage.evaluation;

import java.util.function.Consumer;

/**
 * A token whose logprob comes from a row of a batch.
 *
 * @param index of the row's token in the batch
 * @param token id of the target
 * @param place of the row among all of the pass, 0-based
 * @param sink gets the score, before the pass ends and perhaps on another thread
 */
record ScoreTarget(int index, int token, long place, Consumer<TokenScore> sink) {}
