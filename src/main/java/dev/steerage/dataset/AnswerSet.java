package dev.steerage.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers under one condition.
 *
 * @param condition its name
 * @param file where they were read, as the user named it
 * @param answers at least one, ids unique, in the file's order
 */
public record AnswerSet(String condition, Path file, List<Answer> answers) {
  public AnswerSet {
    answers = List.copyOf(answers);
  }

  /** For each answer the id of the first one with the same prompt, [answer]. */
  public List<String> clusters() {
    Map<String, String> firsts = new HashMap<>();
    List<String> clusters = new ArrayList<>();
    for (Answer answer : answers) {
      String first = firsts.putIfAbsent(answer.prompt(), answer.id());
      clusters.add(first == null ? answer.id() : first);
    }
    return clusters;
  }
}
