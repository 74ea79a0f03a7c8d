package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The run folder of a shard, as others look at it.
 *
 * @param cells all cells of the whole run; empty where the shard has not come to say them
 */
public record ShardRun(RunFolder run, Shard shard, List<ShardCell> cells) {
  public ShardRun {
    cells = List.copyOf(cells);
  }

  /**
   * Reads what a folder says of itself.
   *
   * @throws InputException if it is no shard's
   */
  public static ShardRun read(Path folder) {
    checkIsRun(folder);
    Shard shard =
        Shard.of(folder)
            .orElseThrow(
                () ->
                    InputException.in(
                        folder,
                        "is a whole run and no shard of one; merge folders that steerage evaluate --shard made"));
    RunFolder run = new RunFolder(folder);
    return new ShardRun(run, shard, new ShardFolder(run).readCells());
  }

  /**
   * Refuses what is no run folder.
   *
   * @throws InputException naming it
   */
  static void checkIsRun(Path folder) {
    JointFolder.refuse(folder);
    if (!Files.isRegularFile(folder.resolve(RunFolder.SPEC))) {
      throw InputException.in(
          folder, "is no run folder: it has no spec.yaml; name one that steerage evaluate made");
    }
  }

  /** Where it is. */
  public Path folder() {
    return run.folder();
  }

  JsonNode provenance() {
    return run.readProvenance();
  }

  /** The cells that are the shard's own, in the run's order. */
  public List<ShardCell> own() {
    return cells.stream().filter(cell -> cell.shard() == shard.index()).toList();
  }

  /** Own cells that have all their files, whatever is in these. */
  public long countComplete() {
    return own().stream()
        .filter(
            cell -> files(cell).stream().allMatch(f -> Files.isRegularFile(folder().resolve(f))))
        .count();
  }

  /** Whether all is done, the scores too. */
  public boolean hasEnded() {
    return !cells.isEmpty() && new ShardFolder(run).hasScores() && provenance().hasNonNull("end");
  }

  /** Own cells of which a file is missing or not as it was written. */
  List<ShardCell> missing() {
    return own().stream()
        .filter(cell -> !files(cell).stream().allMatch(f -> run.isWhole(folder().resolve(f))))
        .toList();
  }

  /** The files of a cell, relative to a run folder. */
  static List<Path> files(ShardCell cell) {
    List<Path> files = new ArrayList<>();
    for (int part = 0; part < cell.parts(); part++) {
      files.add(RunFolder.partFile(Path.of(RunFolder.TOKENS), cell.condition(), part, ".csv"));
    }
    if (cell.hasNeutral()) {
      files.add(RunFolder.partFile(Path.of(NeutralFolder.NAME), cell.condition(), 0, ".csv"));
    }
    return files;
  }
}
