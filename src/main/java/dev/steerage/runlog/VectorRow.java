package dev.steerage.runlog;

import org.jspecify.annotations.Nullable;

/**
 * One layer of a vector that a run has extracted: a row of {@code vectors.csv}.
 *
 * @param intervention whose vector it is; a model with a reference runs with it as {@link
 *     Condition#own}, and with the reference's under this name
 * @param model that it was extracted on
 * @param layer 0-based block, whether or not the run steers there
 * @param norm Euclidean norm
 * @param reference the model's reference; null where it has none
 * @param cosine of the angle between the vector and the reference's at that layer; null where there
 *     is no reference
 */
public record VectorRow(
    String intervention,
    String model,
    int layer,
    double norm,
    @Nullable String reference,
    @Nullable Double cosine) {}
