package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.runlog.OutputFile.Existing;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where generated texts go.
 *
 * @param file ends in .json for the paper's layout, in .jsonl for JSON lines
 * @param product what the texts become
 * @param existing what happens to files that are there already
 */
public record GenerationTarget(Path file, Product product, Existing existing) {
  /** What texts become. */
  public enum Product {
    /** Texts, one a prompt and condition. */
    TEXTS,
    /**
     * Contrast pairs, one a prompt and intervention, of the texts under two system prompts, of
     * which the positive comes first.
     */
    PAIRS
  }

  private static final String JSON = ".json";
  private static final String LINES = ".jsonl";

  public GenerationTarget {
    if (!has(file, JSON) && !has(file, LINES)) {
      throw InputException.in(
          file,
          "--output must end in .json (the paper's layout) or .jsonl (one object a text); name it so");
    }
  }

  boolean isLines() {
    return has(file, LINES);
  }

  /** The file with a condition's name before its ending. */
  Path fileOf(String condition) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling(name.substring(0, dot) + "-" + condition + name.substring(dot));
  }

  private static boolean has(Path file, String ending) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(ending) && name.length() > ending.length();
  }
}
