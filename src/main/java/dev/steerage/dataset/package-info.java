/** Behaviors: contrast pairs and the files that hold them. */
@NullMarked
package dev.steerage.dataset;

import org.jspecify.annotations.NullMarked;
