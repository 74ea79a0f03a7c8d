package dev.steerage.runlog;

import org.jspecify.annotations.Nullable;

/**
 * How large what a condition adds to the residual stream is.
 *
 * @param injectedNorm Euclidean norm of what is added
 * @param residualNorm mean norm of the residual stream after that block in the baseline; null where
 *     it is not known
 * @param residualTokens tokens over which that is a mean; null where it is not known
 */
public record Strength(
    double injectedNorm, @Nullable Double residualNorm, @Nullable Integer residualTokens) {}
