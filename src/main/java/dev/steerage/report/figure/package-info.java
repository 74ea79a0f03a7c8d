/** Figures of a report, made from the scores of a run folder. */
@NullMarked
package dev.steerage.report.figure;

import org.jspecify.annotations.NullMarked;
