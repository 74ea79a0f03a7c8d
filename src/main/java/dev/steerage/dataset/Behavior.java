package dev.steerage.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * A behavior: contrast pairs from one file.
 *
 * @param name the file's name without its ending
 * @param file where it was read; the bare name of a shipped one
 * @param sha256 of the file's bytes, lower-case hex
 * @param layout the layout of the file
 * @param positiveFrom which part of the file was taken for the positive continuations, in words for
 *     reports
 * @param pairs at least one, ids unique; may be made anew whenever one is asked for, so that a
 *     pair's identity means nothing
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
    pairs = pairs instanceof PackedPairs ? pairs : List.copyOf(pairs);
  }
}
