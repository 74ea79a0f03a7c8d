package dev.steerage.runlog;

import dev.steerage.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The ratings in the folder of a judged run, which is a {@link RunFolder} without scores: files in
 * {@value #NAME}, each there only when it is complete, and what they are compared with.
 *
 * @param run the folder
 */
public record RatingFolder(RunFolder run) {
  /** Most texts in one file; a condition with more has several parts. */
  public static final int ITEMS_PER_PART = 50;

  static final String NAME = "ratings";

  private static final String MATCHES = "matches.csv";

  /** Whether a folder holds ratings, and is no evaluation's. */
  public static boolean isOne(Path folder) {
    return Files.isDirectory(folder.resolve(NAME)) && !Files.exists(folder.resolve("scores.csv"));
  }

  /**
   * A folder that is there, to be reported on: no other process may write into it until it is
   * closed, and its files are as they were written.
   *
   * @throws InputException if another process has it, or a file is not as it was written
   */
  public static RatingFolder toReport(Path folder) {
    return new RatingFolder(RunFolder.sealed(folder));
  }

  private Path file(String condition, int part) {
    String suffix = part == 0 ? "" : ".part-" + (part + 1);
    return folder().resolve(FileNames.safe(condition) + suffix + ".csv");
  }

  private Path folder() {
    return run.folder().resolve(NAME);
  }

  /** Whether part {@code part} (0-based) of a condition is complete, and as it was written. */
  public boolean holds(String condition, int part) {
    return run.isWhole(file(condition, part));
  }

  /** Writes part {@code part} (0-based) of a condition; it then is complete. */
  public void write(String condition, int part, List<RatingRow> rows) {
    Path file = file(condition, part);
    RatingFile.write(file, rows);
    run.seal(file);
  }

  /**
   * The rows of all parts of a condition.
   *
   * @throws InputException if the first one is not there or one is broken
   */
  public List<RatingRow> read(String condition) {
    List<RatingRow> rows = new ArrayList<>();
    int part = 0;
    do {
      rows.addAll(RatingFile.read(file(condition, part)));
      part++;
    } while (holds(condition, part));
    return rows;
  }

  /** Writes what an evaluation says of the same prompts; none takes the file away. */
  public void writeMatches(List<MatchRow> rows) {
    Path file = run.folder().resolve(MATCHES);
    if (!rows.isEmpty()) {
      MatchFile.write(file, rows);
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted", e);
    }
  }

  /** Its rows; none where no evaluation was named. */
  public List<MatchRow> readMatches() {
    Path file = run.folder().resolve(MATCHES);
    return Files.isRegularFile(file) ? MatchFile.read(file) : List.of();
  }
}
