package dev.steerage.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * Prompts from one file.
 *
 * @param name the file's name without its ending
 * @param file where it was read, as the user named it
 * @param prompts at least one, ids unique, no two with the same text and system prompt
 * @param repeated how many entries were left out because an earlier one has the same text and
 *     system prompt
 */
public record PromptSet(String name, Path file, List<Prompt> prompts, int repeated) {
  public PromptSet {
    prompts = List.copyOf(prompts);
  }
}
