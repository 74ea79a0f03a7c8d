/** What a GGUF model's header must be like before llama.cpp sees it. */
@org.jspecify.annotations.NullMarked
package dev.steerage.llama.check;
