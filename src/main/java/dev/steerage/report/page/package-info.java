/** The report as one page for a browser, with figures that plotly.js draws. */
@NullMarked
package dev.steerage.report.page;

import org.jspecify.annotations.NullMarked;
