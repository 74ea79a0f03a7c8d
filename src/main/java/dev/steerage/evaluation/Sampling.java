package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.Sampler;

/**
 * How texts are drawn.
 *
 * @param options which tokens may follow
 * @param seed of all draws; nothing depends on it where the most likely token is always taken
 * @param maxTokens most tokens of a continuation
 */
public record Sampling(Sampler.Options options, long seed, int maxTokens) {
  /** Tokens of a continuation where nothing else is asked: the paper's number. */
  public static final int DEFAULT_MAX_TOKENS = 100;

  private static final double LEAST_TEMPERATURE = 1e-3;
  private static final double GREATEST_TEMPERATURE = 100;

  public Sampling {
    double temperature = options.temperature();
    boolean isTemperature =
        temperature == 0
            || (temperature >= LEAST_TEMPERATURE && temperature <= GREATEST_TEMPERATURE);
    if (!isTemperature) {
      throw new InputException(
          "--temperature %s is out of range; give 0 for the most likely text, or %s to %.0f"
              .formatted(temperature, LEAST_TEMPERATURE, GREATEST_TEMPERATURE));
    }
    if (!(options.topP() >= Float.MIN_NORMAL && options.topP() <= 1)) {
      throw new InputException(
          "--top-p " + options.topP() + " is out of range; give a number above 0, at most 1");
    }
    if (options.topK() < 0) {
      throw new InputException(
          "--top-k " + options.topK() + " is out of range; give 0 for all tokens, or more");
    }
    if (maxTokens < 1) {
      throw new InputException("--max-tokens " + maxTokens + " is out of range; give 1 or more");
    }
  }

  /**
   * A seed of a prompt's own, so that its text does not depend on what is drawn for the others.
   *
   * @param index of the prompt, 0-based
   */
  int seed(int index) {
    // SplitMix64 (Steele et al. 2014): neighbours get unrelated numbers
    long z = seed + (index + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (int) (z ^ (z >>> 31));
  }
}
