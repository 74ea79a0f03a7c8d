/** Tables of metrics for the terminal, CSV, Markdown, LaTeX and JSON. */
@NullMarked
package dev.steerage.report;

import org.jspecify.annotations.NullMarked;
