/** Steering vectors: values and file formats; GGUF files, importance matrices among them. */
@NullMarked
package dev.steerage.vector;

import org.jspecify.annotations.NullMarked;
