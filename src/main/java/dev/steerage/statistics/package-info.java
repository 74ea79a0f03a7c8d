/**
 * Statistics of numbers that belong to pairs: pure functions that know nothing of models, behaviors
 * or files. The unit is the pair; {@link dev.steerage.statistics.Clusters} says which pairs are not
 * independent of each other. Tests and distributions are those of Apache Commons Statistics and
 * Commons Math wherever these have one that gives SciPy's number.
 */
@NullMarked
package dev.steerage.statistics;

import org.jspecify.annotations.NullMarked;
