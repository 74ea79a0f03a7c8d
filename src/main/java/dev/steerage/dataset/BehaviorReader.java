package dev.steerage.dataset;

import dev.steerage.InputException;
import java.nio.file.Path;

/**
 * Reads behavior files. The layout is told from the content: entries with a {@code question} are
 * the paper's, all others ours.
 */
public final class BehaviorReader {
  private BehaviorReader() {}

  /**
   * Reads a behavior: a shipped one where the path is its name ({@link ShippedBehaviors}), else a
   * file: UTF-8, a JSON list or JSON lines, of at most 32 MiB.
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
    DataFile data = DataFile.read(file);
    DataFile.Extent extent = data.extent();
    if (extent.first().isChoice()) {
      throw InputException.in(
          file,
          "holds multiple-choice questions (key '%s') and no contrast pairs; name a file of pairs"
              .formatted(ChoiceReader.MATCHING));
    }
    boolean paper = extent.first().isPaper();
    int count = extent.count();
    return new Behavior(
        data.name(),
        file,
        data.sha256(),
        paper ? Behavior.Layout.PAPER : Behavior.Layout.PAIRS,
        paper ? PaperLayout.positiveFrom(count, order) : PairLayout.positiveFrom(order),
        paper ? PaperLayout.pairs(data, count, order) : PairLayout.pairs(data, count, order));
  }
}
