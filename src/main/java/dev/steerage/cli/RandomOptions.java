package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.evaluation.RandomDirections;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Directions without a meaning that vectors are compared with. */
final class RandomOptions {
  @Option(
      names = "--random-directions",
      paramLabel = "K",
      description =
          "Run K random directions of each vector's norm beside it, and say where its effect lies among theirs.")
  private @Nullable Integer count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What the random directions are drawn from (default: 0).")
  private @Nullable Integer seed;

  /**
   * What was asked; null for no random directions.
   *
   * @throws InputException for options that do not go together
   */
  @Nullable RandomDirections get() {
    if (count == null) {
      if (seed != null) {
        throw new InputException(
            "--seed is that of --random-directions, which are not asked for; leave it out");
      }
      return null;
    }
    return new RandomDirections(count, seed == null ? 0 : seed);
  }
}
