package dev.steerage.dataset;

import org.jspecify.annotations.Nullable;

/**
 * A prompt to be continued.
 *
 * @param id unique in its file
 * @param system its own system prompt, or null
 * @param text the user's turn, without any chat markers
 */
public record Prompt(String id, @Nullable String system, String text) {}
