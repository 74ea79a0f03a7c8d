/** Figures of a report, made from the numbers of a run folder. */
@NullMarked
package dev.steerage.report.figure;

import org.jspecify.annotations.NullMarked;
