package dev.steerage.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The place of one question in its file, and what its texts have to be.
 *
 * @param file where it stands
 * @param index 0-based among the file's entries
 * @param line 1-based line on which it begins
 */
record QuestionRow(Path file, int index, int line) {
  /** Most choices of a question: with more, the file is of something else. */
  private static final int MOST_CHOICES = 100;

  /** A sentence about this entry: "{@code <file>: entry 3 (line 4) <what>}". */
  InputException unusable(String what) {
    return InputException.in(file, "entry " + index + " (line " + line + ") " + what);
  }

  /**
   * A text that must be there.
   *
   * @param name of it, for messages
   * @throws InputException if it is none, blank, or holds half a character
   */
  String text(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw unusable("has no text for '" + name + "'; write one");
    }
    return text(name, value.textValue());
  }

  /** The same of a text that is there. */
  String text(String name, String value) {
    if (value.isBlank()) {
      throw unusable("has an empty '" + name + "'; write its text");
    }
    if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw unusable("has half of a surrogate pair in '" + name + "'; write the whole character");
    }
    return value;
  }

  /** The 0-based index that an answer such as {@code B} or {@code 1} means. */
  int answer(String answer, List<String> labels) {
    int index = labels.indexOf(answer);
    if (index < 0) {
      throw unusable(
          "has the answer '%s', which is none of its choices' %s; name one of them"
              .formatted(InputFile.shown(answer), InputFile.shown(String.join(", ", labels))));
    }
    return index;
  }

  /** A question with one correct choice. */
  ChoiceQuestion question(String id, String question, List<String> choices, int correct) {
    checkCount(choices.size());
    return ChoiceQuestion.of(id, question, choices, correct);
  }

  /**
   * A question with correct and wrong choices, in TruthfulQA's way.
   *
   * @param truths whether each choice is correct, in their order
   * @param best the one that has to be likelier than all wrong ones
   */
  ChoiceQuestion question(String id, String question, Map<String, Boolean> truths, String best) {
    checkCount(truths.size());
    Map<String, Boolean> ordered = new LinkedHashMap<>(truths);
    List<String> choices = new ArrayList<>(ordered.keySet());
    Set<Integer> correct = new TreeSet<>();
    for (int i = 0; i < choices.size(); i++) {
      if (Boolean.TRUE.equals(ordered.get(choices.get(i)))) {
        correct.add(i);
      }
    }
    if (correct.size() == choices.size()) {
      throw unusable("has no wrong choice; add one");
    }
    return new ChoiceQuestion(id, question, choices, choices.indexOf(best), correct);
  }

  private void checkCount(int count) {
    if (count < 2 || count > MOST_CHOICES) {
      throw unusable(
          "has %d choices; a question has 2 to %d different ones".formatted(count, MOST_CHOICES));
    }
  }
}
