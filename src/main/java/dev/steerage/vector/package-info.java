/** Steering vectors: values and file formats. */
@NullMarked
package dev.steerage.vector;

import org.jspecify.annotations.NullMarked;
