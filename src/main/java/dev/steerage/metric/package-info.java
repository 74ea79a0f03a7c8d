/** Metrics: pure functions of the scores in a run folder. */
@NullMarked
package dev.steerage.metric;

import org.jspecify.annotations.NullMarked;
