package dev.steerage.dataset;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads prompts: {@code {"prompt": …}}, optionally with {@code id} and {@code system}; the paper's
 * {@code {"question": "[INST] prompt [/INST]"}}; or a behavior file in either layout, whose
 * continuations are left out, or multiple-choice questions, with their choices.
 */
public final class PromptReader {
  private PromptReader() {}

  private record Key(@Nullable String system, String text) {}

  /**
   * Reads a file, a JSON list or JSON lines in UTF-8, of at most 32 MiB, or a shipped behavior
   * where the path is its name ({@link ShippedBehaviors}). Prompts that occur again with the same
   * system prompt, as in the second half of the paper's behavior files, are taken once. A missing
   * id is the entry's index; in the paper's layout, its index among the prompts that are taken.
   *
   * @throws InputException if the file is not such a file, naming the entry or line
   */
  public static PromptSet read(Path path) {
    DataFile file = DataFile.read(path);
    List<JsonEntry> entries = file.entries();
    if (entries.get(0).isChoice()) {
      return ofChoices(ChoiceReader.read(path));
    }
    List<Prompt> prompts = entries.get(0).isPaper() ? ofPaper(entries) : ofKeys(entries);
    return new PromptSet(file.name(), path, prompts, entries.size() - prompts.size());
  }

  private static PromptSet ofChoices(ChoiceSet set) {
    List<Prompt> prompts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ChoicePair choice : set.choices()) {
      if (seen.add(choice.question())) {
        prompts.add(new Prompt(choice.id(), null, choice.question()));
      }
    }
    return new PromptSet(set.name(), set.file(), prompts, set.choices().size() - prompts.size());
  }

  private static List<Prompt> ofPaper(List<JsonEntry> entries) {
    List<Key> keys = new ArrayList<>();
    Set<Key> seen = new HashSet<>();
    for (JsonEntry entry : entries) {
      ChatText text = ChatText.ofPrompt(entry);
      Key key = new Key(text.system().orElse(null), text.prompt());
      if (seen.add(key)) {
        keys.add(key);
      }
    }
    List<Prompt> prompts = new ArrayList<>();
    for (Key key : keys) {
      String id = PairLayout.paddedIndex(prompts.size(), keys.size());
      prompts.add(new Prompt(id, key.system(), key.text()));
    }
    return prompts;
  }

  private static List<Prompt> ofKeys(List<JsonEntry> entries) {
    List<Prompt> prompts = new ArrayList<>();
    Set<Key> seen = new HashSet<>();
    Map<String, Integer> indexOfId = new HashMap<>();
    for (JsonEntry entry : entries) {
      String text = entry.required("prompt");
      String system = entry.optional("system").orElse(null);
      String id = PairLayout.id(entry, entries.size());
      Integer other = indexOfId.putIfAbsent(id, entry.index());
      if (other != null) {
        throw entry.hasIdOf(other, id);
      }
      if (seen.add(new Key(system, text))) {
        prompts.add(new Prompt(id, system, text));
      }
    }
    return prompts;
  }
}
