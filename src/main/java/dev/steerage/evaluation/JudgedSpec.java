package dev.steerage.evaluation;

import java.nio.file.Path;
import java.util.List;

/**
 * That an evaluation has its models answer the behaviors' prompts under every condition, and a
 * judge rate the answers.
 *
 * @param judge a GGUF file
 * @param concepts what texts that show a behavior do, in words, one for each behavior
 * @param chatFormat how a question becomes a text for the judge
 * @param maxTokens most tokens of an answer, which is always the most likely one
 */
public record JudgedSpec(
    Path judge, List<String> concepts, ChatFormatName chatFormat, int maxTokens) {
  public JudgedSpec {
    concepts = List.copyOf(concepts);
  }
}
