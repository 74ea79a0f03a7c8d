package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.vector.DirectionMethod;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is extracted. Messages name the command's options.
 *
 * @param model GGUF weights
 * @param source the texts
 * @param position which of their tokens count; null for the usual one of their kind
 * @param method how pairs become a vector
 * @param length how long it is
 * @param layers 0-based blocks, 1 or later, ascending; empty for all
 * @param heldOut every so-manieth pair is not extracted from but measured on; 0 for none
 * @param chatFormat how prompt and continuation become a text
 * @param engine how it is computed
 */
public record ExtractionSpec(
    Path model,
    ExtractionSource source,
    @Nullable TokenPosition position,
    DirectionMethod method,
    DirectionMethod.Length length,
    List<Integer> layers,
    int heldOut,
    ChatFormatName chatFormat,
    EngineSpec engine) {

  /** A fifth of the pairs. */
  public static final int DEFAULT_HELD_OUT = 5;

  public ExtractionSpec {
    layers = layers.stream().distinct().sorted().toList();
    if (!layers.isEmpty() && layers.get(0) < 1) {
      throw new InputException(
          "--layers "
              + layers.get(0)
              + " cannot be had: llama.cpp steers the output of block 1 and later; leave it out");
    }
    if (heldOut < 0 || heldOut == 1) {
      throw new InputException(
          "--held-out "
              + heldOut
              + " leaves no pair to extract from; give 2 or more (every so-manieth pair), or 0 for none");
    }
  }
}
