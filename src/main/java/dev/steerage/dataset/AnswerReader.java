package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@code steerage generate} writes: objects with {@code prompt} and {@code
 * continuation}, and optionally {@code id}, {@code system}, {@code condition} and others, as JSON
 * lines or a JSON list; or the paper's {@code {"question": "[INST] prompt [/INST] continuation"}},
 * one file a condition. A missing id is the answer's index under its condition.
 *
 * <p>A condition that no key names has the file's name. Of files in the paper's layout one of which
 * is called {@code <stem>-baseline.json}, those called {@code <stem>-<condition>.json} are of that
 * condition, as {@code generate} names them.
 */
public final class AnswerReader {
  private static final String BASELINE = "-baseline";

  private final List<String> stems;

  private AnswerReader(List<String> stems) {
    this.stems = stems;
  }

  /**
   * Reads files of at most 32 MiB each.
   *
   * @throws InputException if one is not such a file, naming the entry or line, or if two of them
   *     have one condition
   */
  public static List<AnswerFile> read(List<Path> paths) {
    List<String> stems = new ArrayList<>();
    for (Path path : paths) {
      String name = InputFile.name(path);
      if (name.endsWith(BASELINE)) {
        stems.add(name.substring(0, name.length() - BASELINE.length() + 1));
      }
    }
    AnswerReader reader = new AnswerReader(stems);
    List<AnswerFile> files = new ArrayList<>();
    Map<String, Path> seen = new HashMap<>();
    for (Path path : paths) {
      AnswerFile file = reader.read(path);
      for (AnswerSet set : file.sets()) {
        Path other = seen.putIfAbsent(set.condition(), path);
        if (other != null) {
          throw InputException.in(
              path,
              "has answers under the condition '%s', of which %s has some too; leave out one, or rename it"
                  .formatted(InputFile.shown(set.condition()), other));
        }
      }
      files.add(file);
    }
    return files;
  }

  private AnswerFile read(Path path) {
    DataFile file = DataFile.read(path);
    Map<String, List<JsonEntry>> conditions = new LinkedHashMap<>();
    String named = condition(file.name());
    for (JsonEntry entry : file.entries()) {
      String condition = entry.optional(AnswerLayout.CONDITION).orElse(named);
      conditions.computeIfAbsent(condition, c -> new ArrayList<>()).add(entry);
    }
    List<AnswerSet> sets = new ArrayList<>();
    conditions.forEach(
        (condition, entries) -> sets.add(new AnswerSet(condition, path, answers(entries))));
    return new AnswerFile(path, file.sha256(), sets);
  }

  private String condition(String name) {
    Optional<String> stem =
        stems.stream().filter(s -> name.startsWith(s) && name.length() > s.length()).findFirst();
    return stem.map(s -> name.substring(s.length())).orElse(name);
  }

  private static List<Answer> answers(List<JsonEntry> entries) {
    List<Answer> answers = new ArrayList<>();
    Map<String, Integer> indexOfId = new HashMap<>();
    for (JsonEntry entry : entries) {
      String id =
          entry
              .optional("id")
              .orElseGet(() -> PairLayout.paddedIndex(answers.size(), entries.size()));
      Integer other = indexOfId.putIfAbsent(id, entry.index());
      if (other != null) {
        throw entry.hasIdOf(other, id);
      }
      answers.add(answer(entry, id));
    }
    return answers;
  }

  private static Answer answer(JsonEntry entry, String id) {
    if (entry.isPaper()) {
      ChatText text = ChatText.ofPrompt(entry);
      return new Answer(id, text.system().orElse(null), text.prompt(), text.continuation());
    }
    String text = entry.values().get(AnswerLayout.TEXT);
    if (text == null) {
      throw entry.unusable(
          "has no 'continuation'; name a file that steerage generate wrote, or add it");
    }
    return new Answer(id, entry.optional("system").orElse(null), entry.required("prompt"), text);
  }
}
