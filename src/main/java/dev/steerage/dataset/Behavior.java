package dev.steerage.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A behavior: contrast pairs from one file.
 *
 * @param name the file's name without its ending
 * @param file where it was read; the bare name of a shipped one
 * @param sha256 of the file's bytes, lower-case hex
 * @param layout the layout of the file
 * @param positiveFrom which part of the file was taken for the positive continuations, in words for
 *     reports
 * @param pairs at least one, ids unique
 */
public record Behavior(
    String name,
    Path file,
    String sha256,
    Layout layout,
    String positiveFrom,
    List<ContrastPair> pairs) {

  /** How a behavior file is laid out. */
  public enum Layout {
    /** The paper's: a JSON list of {@code {"question": "[INST] … [/INST] …"}}, one half a pole. */
    PAPER,
    /** Ours: {@code {"prompt", "positive", "negative"}}, as a JSON list or JSON lines. */
    PAIRS
  }

  public Behavior {
    pairs = List.copyOf(pairs);
  }

  /**
   * Which pairs have the same prompt and system prompt, so that their numbers are not independent:
   * id of the first such pair by id of the pair, in their order.
   */
  public Map<String, String> clusters() {
    Map<List<Object>, String> first = new HashMap<>();
    Map<String, String> clusters = new LinkedHashMap<>();
    for (ContrastPair pair : pairs) {
      List<Object> prompt = List.of(Optional.ofNullable(pair.system()), pair.prompt());
      clusters.put(pair.id(), first.computeIfAbsent(prompt, key -> pair.id()));
    }
    return clusters;
  }
}
