package dev.steerage.runlog;

import java.util.Map;

/** Which pairs share a prompt. */
@FunctionalInterface
public interface PairClusters {
  /** Each pair by itself. */
  PairClusters NONE = (behavior, part) -> Map.of();

  /**
   * Id of the first pair of the behavior with the same prompt, by id of the pair, of the pairs of a
   * part (0-based); those that are missing are by themselves.
   */
  Map<String, String> of(String behavior, int part);
}
