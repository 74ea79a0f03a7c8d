package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads behavior files. The layout is told from the content: entries with a {@code question} are
 * the paper's, all others ours.
 */
public final class BehaviorReader {
  private static final int MOST_BYTES = 32 << 20;

  private BehaviorReader() {}

  /**
   * Reads a behavior file: UTF-8, a JSON list or JSON lines, of at most 32 MiB.
   *
   * <p>In the paper's layout, pair i comes from entries i and i + n/2 of n, and its id is i padded
   * with zeros; prompts and continuations are those of {@link ChatText}. A text that Llama 2's chat
   * format would write otherwise is kept as {@link ContrastPair#fileText()}. In our layout a
   * missing id is the entry's index.
   *
   * @param order which half, or which key, holds the positive continuations
   * @throws InputException if the file is not such a file, naming the entry or line
   */
  public static Behavior read(Path file, HalfOrder order) {
    InputFile input = new InputFile(file);
    byte[] bytes = input.bytes(MOST_BYTES);
    List<JsonEntry> entries = JsonEntries.read(file, input.utf8(bytes));
    boolean paper = entries.get(0).isPaper();
    return new Behavior(
        input.name(),
        file,
        InputFile.sha256(bytes),
        paper ? Behavior.Layout.PAPER : Behavior.Layout.PAIRS,
        paper ? PaperLayout.positiveFrom(entries.size(), order) : PairLayout.positiveFrom(order),
        paper ? PaperLayout.pairs(file, entries, order) : PairLayout.pairs(entries, order));
  }
}
