package dev.steerage.evaluation;

import dev.steerage.llama.TargetLogprob;
import dev.steerage.runlog.Shift;
import org.jspecify.annotations.Nullable;

/**
 * What a pass says of one token.
 *
 * @param target of the token itself
 * @param fromBaseline of the distribution that predicts it; null where it was not compared
 * @param fromReference likewise, with the reference model
 */
record TokenScore(
    TargetLogprob target, @Nullable Shift fromBaseline, @Nullable Shift fromReference) {

  double logprob() {
    return target.logprob();
  }
}
