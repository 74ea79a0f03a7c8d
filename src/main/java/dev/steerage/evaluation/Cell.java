package dev.steerage.evaluation;

import dev.steerage.runlog.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a model on a behavior.
 *
 * @param condition its keys
 * @param steering what is added to the residual stream; null for the baseline
 */
record Cell(Condition condition, @Nullable Steering steering) {}
