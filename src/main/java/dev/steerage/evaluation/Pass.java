package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the batches of one pass over a behavior's texts.
 *
 * @param at the tokens at which an injected direction acts
 * @param each hears of every batch while the context still has its results
 * @param baseline what the distributions are compared with; null for nothing
 * @param reference likewise, of another model
 * @param keep where the logits of the continuation tokens go; null for nowhere
 */
record Pass(
    Positions at,
    Consumer<Batch> each,
    @Nullable LogitSource baseline,
    @Nullable LogitSource reference,
    @Nullable LogitFile keep) {

  /** Scores only. */
  static Pass of(Positions at) {
    return new Pass(at, any -> {}, null, null, null);
  }
}
