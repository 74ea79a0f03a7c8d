package dev.steerage.cli;

import dev.steerage.evaluation.Sampling;
import dev.steerage.llama.Sampler;
import picocli.CommandLine.Option;

/** How texts are drawn. */
final class SamplingOptions {
  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description =
          "What logits are divided by before a token is drawn; 0, the default, always takes the most likely one.")
  private double temperature;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Draw among the most likely tokens that together have this probability (default: 1, all).")
  private double topP = 1;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Draw among this many of the most likely tokens (default: 0, all).")
  private int topK;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the draws; the same seed gives the same texts (default: 0).")
  private long seed;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Most tokens of a continuation (default: " + Sampling.DEFAULT_MAX_TOKENS + ").")
  private int maxTokens = Sampling.DEFAULT_MAX_TOKENS;

  Sampling get() {
    return new Sampling(new Sampler.Options(temperature, topK, topP), seed, maxTokens);
  }
}
