package dev.steerage.dataset;

import org.jspecify.annotations.Nullable;

/**
 * What a model answered to a prompt.
 *
 * @param id unique among the answers under one condition
 * @param system the system prompt that it had, or null
 * @param prompt the user's turn, without any chat markers
 * @param text the answer, which may be empty
 */
public record Answer(String id, @Nullable String system, String prompt, String text) {}
