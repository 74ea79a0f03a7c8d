package dev.steerage.mutation;

/**
 * A broken copy of a file.
 *
 * @param name what was done to it
 * @param bytes of the copy
 */
public record Mutation(String name, byte[] bytes) {}
