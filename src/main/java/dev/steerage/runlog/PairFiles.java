package dev.steerage.runlog;

import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.BehaviorWriter;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.HalfOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The texts that a run was about, {@code pairs/<behavior>.jsonl}: behavior files of their own, so
 * that a report names what was asked without the files that the run read.
 */
public final class PairFiles {
  private final Path folder;

  PairFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes a behavior's pairs, the positive continuations as such whatever the file's order. */
  public void write(String behavior, List<ContrastPair> pairs) {
    AtomicFile.write(file(behavior), out -> BehaviorWriter.writeLines(pairs, out));
  }

  /**
   * A behavior's pairs in the order of its file; none where the run folder has no such file.
   *
   * @throws dev.steerage.InputException if the file is broken
   */
  public List<ContrastPair> read(String behavior) {
    Path file = file(behavior);
    return Files.isRegularFile(file)
        ? BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST).pairs()
        : List.of();
  }

  private Path file(String behavior) {
    return folder.resolve(FileNames.safe(behavior) + ".jsonl");
  }
}
