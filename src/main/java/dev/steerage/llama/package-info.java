/** Models, contexts and decoding in llama.cpp, through the native shim. */
@NullMarked
package dev.steerage.llama;

import org.jspecify.annotations.NullMarked;
