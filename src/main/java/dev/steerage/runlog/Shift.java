package dev.steerage.runlog;

/**
 * How the distribution behind a token differs from another's, over the whole vocabulary.
 *
 * @param kl KL(other ‖ this), nats
 * @param sameTop whether both find the same token most likely
 */
public record Shift(double kl, boolean sameTop) {}
