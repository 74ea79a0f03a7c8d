package dev.steerage.runlog;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code neutral/} of a run folder: a CSV for each model, behavior and condition (see
 * results/README.md), there only when it is complete.
 */
public final class NeutralFolder {

  private static final CsvRows ROWS =
      CsvRows.of(
          "token of a neutral text",
          "delete the file and run the evaluation again",
          "chunk",
          "position",
          "token_id",
          "logprob",
          "kl",
          "same_top",
          "kl_reference",
          "same_top_reference");

  /** Its name in a run folder. */
  static final String NAME = "neutral";

  private final Path folder;
  private final Seals seals;

  /** That of a run folder; it need not be there. */
  public NeutralFolder(RunFolder run) {
    this.folder = run.folder().resolve(NAME);
    this.seals = run.seals();
  }

  /** The file of a condition. */
  private Path file(Condition c) {
    return RunFolder.partFile(folder, c, 0, ".csv");
  }

  /** Whether a condition's tokens are there, and still as they were written. */
  public boolean holds(Condition condition) {
    return seals.isWhole(file(condition));
  }

  /** Writes a condition's tokens, all of them. */
  public void write(Condition condition, List<NeutralRow> rows) {
    ROWS.write(
        file(condition),
        rows,
        row ->
            new @Nullable Object[] {
              row.chunk(),
              row.position(),
              row.tokenId(),
              row.logprob(),
              ShiftColumns.kl(row.fromBaseline()),
              ShiftColumns.sameTop(row.fromBaseline()),
              ShiftColumns.kl(row.fromReference()),
              ShiftColumns.sameTop(row.fromReference())
            });
    seals.seal(file(condition));
  }

  /**
   * A condition's tokens; empty where there is no file.
   *
   * @throws InputException if the file is broken
   */
  public Optional<List<NeutralRow>> read(Condition condition) {
    return holds(condition)
        ? Optional.of(ROWS.read(file(condition), NeutralFolder::row))
        : Optional.empty();
  }

  private static NeutralRow row(CsvRows.Row row) {
    return new NeutralRow(
        row.count("chunk"),
        row.count("position"),
        row.count("token_id"),
        row.number("logprob"),
        ShiftColumns.BASELINE.read(row),
        ShiftColumns.REFERENCE.read(row));
  }
}
