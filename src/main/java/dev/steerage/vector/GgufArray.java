package dev.steerage.vector;

/**
 * An array among a GGUF file's metadata, without its elements.
 *
 * @param elementType in the GGUF specification's word, such as "string"
 * @param length number of elements
 * @param position of its first element's first byte in the file
 */
public record GgufArray(String elementType, long length, long position) {}
