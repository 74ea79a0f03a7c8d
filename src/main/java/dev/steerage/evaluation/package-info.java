/** An evaluation: plans batches, decodes them under each condition, writes the run folder. */
@NullMarked
package dev.steerage.evaluation;

import org.jspecify.annotations.NullMarked;
