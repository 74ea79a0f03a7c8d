package dev.steerage.runlog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code shard/} of a shard's run folder: {@code cells.csv}, all cells of the whole run
 * in its order and whose each is, there from the beginning; {@code scores.csv}, the scores of the
 * shard's own cells, there at its end. Both have seals.
 *
 * @param run the shard's folder
 */
public record ShardFolder(RunFolder run) {
  private static final String AGAIN = "give the shard's command again";

  private static final CsvRows CELLS =
      CsvRows.of(
          "cell of a run",
          AGAIN,
          "model",
          "behavior",
          "condition",
          "intervention",
          "layer",
          "coefficient",
          "shard",
          "parts",
          "neutral");

  private Path folder() {
    return run.folder().resolve("shard");
  }

  private Path cells() {
    return folder().resolve("cells.csv");
  }

  private Path scores() {
    return folder().resolve("scores.csv");
  }

  /** Writes all cells of the run. */
  public void writeCells(List<ShardCell> cells) {
    CELLS.write(
        cells(),
        cells,
        cell -> {
          Condition c = cell.condition();
          return new @Nullable Object[] {
            c.model(),
            c.behavior(),
            c.condition(),
            c.intervention(),
            c.layer(),
            c.coefficient(),
            cell.shard(),
            cell.parts(),
            cell.hasNeutral() ? 1 : 0
          };
        });
    run.seal(cells());
  }

  /**
   * All cells of the run; none where the shard has not come to that yet.
   *
   * @throws dev.steerage.InputException if the file is broken
   */
  List<ShardCell> readCells() {
    return Files.isRegularFile(cells()) ? CELLS.read(cells(), ShardFolder::cell) : List.of();
  }

  private static ShardCell cell(CsvRows.Row row) {
    String layer = row.text("layer");
    return new ShardCell(
        new Condition(
            row.text("model"),
            row.text("behavior"),
            row.text("condition"),
            row.text("intervention"),
            layer.isEmpty() ? null : Integer.valueOf(layer),
            row.number("coefficient")),
        row.count("shard"),
        row.count("parts"),
        row.count("neutral") == 1);
  }

  /** As {@link RunFolder#writeScores} does it, of the shard's own cells. */
  public void writeScores(
      List<Condition> own, Map<Condition, Strength> strengths, PairClusters clusters) {
    ScoreFile.write(
        scores(),
        rows -> own.forEach(c -> new Scores(c, strengths.get(c)).each(run, clusters, rows)));
    run.seal(scores());
  }

  /** Whether the scores are there, and as they were written. */
  boolean hasScores() {
    return run.isWhole(scores());
  }

  /** The rows, each made anew whenever it is asked for. */
  List<ScoreRow> readScores() {
    return ScoreFile.read(scores());
  }
}
