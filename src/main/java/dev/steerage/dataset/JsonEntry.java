package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One object of a behavior file.
 *
 * @param file where it stands
 * @param index 0-based among the file's entries
 * @param line 1-based line on which it begins
 * @param values its strings by key
 */
record JsonEntry(Path file, int index, int line, Map<String, String> values) {
  /** Whether this entry has the key by which the paper's layout is told from ours. */
  boolean isPaper() {
    return values.containsKey(PaperLayout.KEY);
  }

  /** Whether this entry is a multiple-choice question. */
  boolean isChoice() {
    return values.containsKey(ChoiceReader.MATCHING) || values.containsKey(ChoiceReader.OTHER);
  }

  /** The keys of the layout that this entry has as the first one of its file. */
  List<String> knownKeys() {
    if (values.containsKey(AnswerLayout.TEXT)) {
      return AnswerLayout.KEYS;
    }
    if (isChoice()) {
      return ChoiceReader.KEYS;
    }
    return isPaper() ? PaperLayout.KEYS : PairLayout.KEYS;
  }

  /**
   * Refuses keys that the layout does not have.
   *
   * @throws InputException naming the key and those that are known
   */
  void checkKeys(List<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        String names = known.stream().map(k -> "'" + k + "'").collect(Collectors.joining(", "));
        String keys = known.size() == 1 ? "the one key here is " : "the keys here are ";
        throw unusable("has the unknown key '" + InputFile.shown(key) + "'; " + keys + names);
      }
    }
  }

  /**
   * A string that must be there.
   *
   * @throws InputException if it is not, or holds nothing but blanks
   */
  String required(String key) {
    return optional(key).orElseThrow(() -> unusable("has no '" + key + "'; add it"));
  }

  /**
   * A string that may be missing.
   *
   * @throws InputException if it is there but holds nothing but blanks
   */
  Optional<String> optional(String key) {
    Optional<String> value = Optional.ofNullable(values.get(key));
    if (value.filter(String::isBlank).isPresent()) {
      throw unusable("has an empty '" + key + "'; write its text");
    }
    return value;
  }

  /** A sentence about this entry: "{@code <file>: entry 3 (line 4) <what>}". */
  InputException unusable(String what) {
    return InputException.in(file, "entry " + index + " (line " + line + ") " + what);
  }

  /** The sentence for an id that an entry before this one has too. */
  InputException hasIdOf(int other, String id) {
    return unusable(
        "has the id '%s', which entry %d has too; make them differ"
            .formatted(InputFile.shown(id), other));
  }
}
