/** What every package shares: the exception for input that cannot be used. */
@NullMarked
package dev.steerage;

import org.jspecify.annotations.NullMarked;
