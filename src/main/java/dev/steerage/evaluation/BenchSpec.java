package dev.steerage.evaluation;

import dev.steerage.InputException;
import java.nio.file.Path;

/**
 * What speed is measured on.
 *
 * @param behavior a behavior file, or the name of a shipped one
 * @param repetitions how often each kind of pass is timed
 * @param engine how it is computed
 */
public record BenchSpec(Path behavior, int repetitions, EngineSpec engine) {
  private static final int MOST_REPETITIONS = 1000;

  public BenchSpec {
    if (repetitions < 1 || repetitions > MOST_REPETITIONS) {
      throw new InputException(
          "repetitions " + repetitions + " is out of range; give 1 to " + MOST_REPETITIONS);
    }
  }
}
