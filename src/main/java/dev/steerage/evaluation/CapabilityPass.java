package dev.steerage.evaluation;

import dev.steerage.dataset.QuestionSet;
import dev.steerage.runlog.Condition;
import java.util.List;

/**
 * One reading of a set of questions, for all conditions that change the same.
 *
 * @param set the questions
 * @param cell one of the cells, on whatever behavior, that change this
 * @param conditions under which the results are written, with the set's name for a behavior; at
 *     least one
 */
record CapabilityPass(QuestionSet set, Cell cell, List<Condition> conditions) {}
