/** The run folder: what was asked, what was used, and what came out, as plain text. */
@NullMarked
package dev.steerage.runlog;

import org.jspecify.annotations.NullMarked;
