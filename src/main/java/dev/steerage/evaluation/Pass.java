package dev.steerage.evaluation;

/**
 * What is done with the batches of one pass over a behavior's texts.
 *
 * @param at the tokens at which an injected direction acts
 * @param each hears of every batch while the context still has its results
 * @param logits what is done with those that predict a continuation's token
 */
record Pass(Positions at, BatchWatch each, LogitUse logits) {

  /** Scores only. */
  static Pass of(Positions at) {
    return new Pass(at, BatchWatch.NONE, LogitUse.NONE);
  }
}
