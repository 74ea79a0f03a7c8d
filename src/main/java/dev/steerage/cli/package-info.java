/** The command line. */
@NullMarked
package dev.steerage.cli;

import org.jspecify.annotations.NullMarked;
