package dev.steerage.runlog;

import dev.steerage.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code neutral/} of a run folder: a CSV for each model, behavior and condition (see
 * results/README.md), there only when it is complete.
 */
public final class NeutralFolder {
  private static final String SAME = "1";
  private static final String OTHER = "0";

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

  private final Path folder;

  /** That of a run folder; it need not be there. */
  public NeutralFolder(RunFolder run) {
    this.folder = run.folder().resolve("neutral");
  }

  /** The file of a condition. */
  private Path file(Condition c) {
    return folder
        .resolve(FileNames.safe(c.model()))
        .resolve(FileNames.safe(c.behavior()))
        .resolve(FileNames.safe(c.condition()) + ".csv");
  }

  /** Whether a condition's tokens are there. */
  public boolean holds(Condition condition) {
    return Files.isRegularFile(file(condition));
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
              kl(row.fromBaseline()),
              sameTop(row.fromBaseline()),
              kl(row.fromReference()),
              sameTop(row.fromReference())
            });
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
        shift(row, "kl", "same_top"),
        shift(row, "kl_reference", "same_top_reference"));
  }

  private static @Nullable Double kl(@Nullable Shift shift) {
    return shift == null ? null : shift.kl();
  }

  private static @Nullable String sameTop(@Nullable Shift shift) {
    return shift == null ? null : shift.sameTop() ? SAME : OTHER;
  }

  private static @Nullable Shift shift(CsvRows.Row row, String kl, String sameTop) {
    return row.find(kl).isEmpty()
        ? null
        : new Shift(row.number(kl), row.text(sameTop).equals(SAME));
  }
}
