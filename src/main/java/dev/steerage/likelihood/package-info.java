/**
 * Pure arithmetic on token log-probabilities: which tokens are the continuation, and one number per
 * continuation.
 */
@NullMarked
package dev.steerage.likelihood;

import org.jspecify.annotations.NullMarked;
