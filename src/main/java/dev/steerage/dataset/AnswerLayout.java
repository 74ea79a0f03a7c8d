package dev.steerage.dataset;

import java.util.List;
import java.util.Set;

/** The layout of generated texts (results/README.md has its keys). */
final class AnswerLayout {
  static final String TEXT = "continuation";
  static final String CONDITION = "condition";

  static final List<String> KEYS =
      List.of("prompt", TEXT, CONDITION, "system", "id", "n_tokens", "finish", "seed");

  /** Keys whose values may be numbers. */
  static final Set<String> NUMBERS = Set.of("n_tokens", "seed");

  private AnswerLayout() {}
}
