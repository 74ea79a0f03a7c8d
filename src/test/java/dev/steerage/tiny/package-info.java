/** Test support: small random models and adapters with real tokenizers, in GGUF. */
package dev.steerage.tiny;
