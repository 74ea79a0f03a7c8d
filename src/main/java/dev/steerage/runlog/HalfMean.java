package dev.steerage.runlog;

import org.jspecify.annotations.Nullable;

/**
 * A mean over one half of the pairs, or of the neutral text's chunks.
 *
 * @param value the mean
 * @param low lower end of its 95 % interval; null where the half has too little for one
 * @param high upper end
 * @param n pairs, or scored tokens
 */
public record HalfMean(double value, @Nullable Double low, @Nullable Double high, int n) {}
