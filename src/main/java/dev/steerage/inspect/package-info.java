/**
 * What a file is, in words: behaviors, models, vectors and run folders, without loading weights.
 */
@NullMarked
package dev.steerage.inspect;

import org.jspecify.annotations.NullMarked;
