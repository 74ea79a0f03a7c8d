package dev.steerage.evaluation;

import dev.steerage.runlog.Condition;

/**
 * One condition of a model on a behavior.
 *
 * @param condition its keys
 * @param setting what it changes
 */
record Cell(Condition condition, Setting setting) {}
