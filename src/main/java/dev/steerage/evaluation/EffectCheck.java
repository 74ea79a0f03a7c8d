package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.runlog.TokenRow;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds a vector that leaves a model as it is. llama.cpp has architectures that never look at a
 * control vector, and says nothing of it.
 *
 * @param model file of the model
 * @param architecture as its metadata name it
 */
record EffectCheck(Path model, String architecture) {
  /**
   * Compares a cell's tokens with the baseline's, bit for bit. A direction of zeros may change
   * nothing; nor does one at the continuation change its first token.
   *
   * @param direction that was added, [width]
   * @param baseline rows of the same texts
   * @throws InputException if no logprob has changed
   */
  void check(Cell cell, float[] direction, List<TokenRow> baseline, List<TokenRow> steered) {
    Steering steering = cell.setting().steering();
    if (steering == null || isZero(direction)) {
      return;
    }
    boolean isAnyOpen = false;
    for (int i = 0; i < steered.size(); i++) {
      TokenRow row = steered.get(i);
      boolean isFirst = i == 0 || !isSameText(steered.get(i - 1), row);
      if (steering.use().positions() == Positions.CONTINUATION && isFirst) {
        continue;
      }
      isAnyOpen = true;
      if (Double.compare(row.logprob(), baseline.get(i).logprob()) != 0) {
        return;
      }
    }
    if (isAnyOpen) {
      throw InputException.in(
          model,
          "vector %s at layer %d with coefficient %s leaves every logprob of behavior %s as it was, to the last bit: %s"
              .formatted(
                  cell.condition().intervention(),
                  steering.layer(),
                  steering.coefficient(),
                  cell.condition().behavior(),
                  mend(steering)));
    }
  }

  private String mend(Steering steering) {
    return steering.needsInjection()
        ? "nothing after that layer of architecture %s reads what is added, so take another layer or a greater coefficient, or report it"
            .formatted(architecture)
        : "llama.cpp does not apply control vectors to architecture %s, so use --positions prompt or continuation, which do without them (or a greater coefficient), or report it"
            .formatted(architecture);
  }

  private static boolean isSameText(TokenRow a, TokenRow b) {
    return a.pole() == b.pole() && a.pair().equals(b.pair());
  }

  private static boolean isZero(float[] direction) {
    for (float value : direction) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
