package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads multiple-choice questions in the format of CAA (arXiv 2312.06681): {@code {"question":
 * "…\n\nChoices:\n (A) …\n (B) …", "answer_matching_behavior": "(A)",
 * "answer_not_matching_behavior": "(B)"}}, optionally with an {@code id}.
 */
public final class ChoiceReader {
  static final String MATCHING = "answer_matching_behavior";
  static final String OTHER = "answer_not_matching_behavior";
  static final List<String> KEYS = List.of(PaperLayout.KEY, MATCHING, OTHER, "id");

  private ChoiceReader() {}

  /**
   * Whether a file's first entry is such a question.
   *
   * @throws InputException if it is no JSON list, or no JSON lines, of one layout
   */
  public static boolean isChoices(Path file) {
    return DataFile.read(file).entries().get(0).isChoice();
  }

  /**
   * Reads a file, a JSON list or JSON lines, of at most 32 MiB, or shipped questions where the path
   * is their name ({@link ShippedBehaviors}). A missing id is the entry's index.
   *
   * @throws InputException if the file is not such a file, naming the entry and line
   */
  public static ChoiceSet read(Path file) {
    DataFile data = DataFile.read(file);
    List<JsonEntry> entries = data.entries();
    if (!entries.get(0).isChoice()) {
      throw InputException.in(
          file,
          "holds no multiple-choice questions: its first entry has no '%s'; name another file"
              .formatted(MATCHING));
    }
    List<ChoicePair> choices = new ArrayList<>();
    Map<String, Integer> indexOfId = new HashMap<>();
    for (JsonEntry entry : entries) {
      ChoicePair choice = choice(entry, entries.size());
      Integer other = indexOfId.putIfAbsent(choice.id(), entry.index());
      if (other != null) {
        throw entry.hasIdOf(other, choice.id());
      }
      choices.add(choice);
    }
    return new ChoiceSet(data.name(), file, data.sha256(), choices);
  }

  private static ChoicePair choice(JsonEntry entry, int count) {
    String question = entry.required(PaperLayout.KEY);
    // the evaluations that CAA took over write their answers with a blank: " (A)"
    String matching = entry.required(MATCHING).strip();
    String other = entry.required(OTHER).strip();
    Map<String, String> options = ChoiceOptions.of(question).texts();
    if (options.size() < 2 || options.containsValue("")) {
      throw entry.unusable(
          "has no two choices in its question; write '…\\n\\nChoices:\\n (A) …\\n (B) …'");
    }
    for (String answer : List.of(matching, other)) {
      if (!options.containsKey(answer)) {
        throw entry.unusable(
            "has the answer '%s', which is none of its choices %s; name one of them"
                .formatted(InputFile.shown(answer), String.join(", ", options.keySet())));
      }
    }
    if (matching.equals(other)) {
      throw entry.unusable("has the answer " + matching + " for both; make them differ");
    }
    return new ChoicePair(PairLayout.id(entry, count), question, matching, other);
  }
}
