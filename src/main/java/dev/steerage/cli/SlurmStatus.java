package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TextStyle;
import dev.steerage.report.TitledTable;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Shard;
import dev.steerage.runlog.ShardCell;
import dev.steerage.runlog.ShardRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How far the shards of a run are, from their folders alone.
 *
 * @param rows one a shard, in order
 */
record SlurmStatus(List<Row> rows) {
  private static final List<Note> NOTES =
      List.of(
          new Note(
              "cells",
              "conditions of a model on a behavior; empty until one shard has counted them"),
          new Note("complete", "of these, with all files there"));

  /**
   * One shard.
   *
   * @param cells null where that is not known
   */
  record Row(Shard shard, @Nullable Integer cells, int complete, boolean hasEnded, Path folder) {
    private String state() {
      if (hasEnded) {
        return "ended";
      }
      return complete > 0 || Files.isDirectory(folder) ? "begun" : "to do";
    }
  }

  /**
   * Looks into the folders.
   *
   * @throws InputException if one holds something else
   */
  static SlurmStatus of(SlurmJob job) {
    List<Optional<ShardRun>> runs = new ArrayList<>();
    for (Shard shard : job.parts()) {
      Path folder = job.shard(shard.index());
      runs.add(
          Files.isRegularFile(folder.resolve("spec.yaml"))
              ? Optional.of(ShardRun.read(folder))
              : Optional.empty());
    }
    List<ShardCell> cells =
        runs.stream()
            .flatMap(Optional::stream)
            .map(ShardRun::cells)
            .filter(all -> !all.isEmpty())
            .findFirst()
            .orElse(List.of());
    List<Row> rows = new ArrayList<>();
    for (Shard shard : job.parts()) {
      Optional<ShardRun> run = runs.get(shard.index() - 1);
      int own = (int) cells.stream().filter(c -> c.shard() == shard.index()).count();
      rows.add(
          new Row(
              shard,
              cells.isEmpty() ? null : own,
              run.map(r -> (int) r.countComplete()).orElse(0),
              run.map(ShardRun::hasEnded).orElse(false),
              job.shard(shard.index())));
    }
    return new SlurmStatus(rows);
  }

  /** Shards that are still to be computed. */
  List<Integer> pending() {
    return rows.stream().filter(r -> !r.hasEnded()).map(r -> r.shard().index()).toList();
  }

  /** The table in a format. */
  String render(Path run, TableFormat format, TextStyle style) {
    boolean isKnown = rows.stream().allMatch(row -> row.cells() != null);
    int all = rows.stream().mapToInt(row -> row.cells() == null ? 0 : row.cells()).sum();
    int complete = rows.stream().mapToInt(Row::complete).sum();
    String title =
        "%s: %d%s cells complete, %d of %d shards ended%s"
            .formatted(
                InputFile.printable(run.toString()),
                complete,
                isKnown ? " of " + all : "",
                rows.size() - pending().size(),
                rows.size(),
                Files.isRegularFile(run.resolve("scores.csv")) ? ", merged" : "");
    Table table = table();
    return format.render(
        new TitledTable(title, shown(table), List.of("", "", "", ""), 1, NOTES), table, style);
  }

  private Table table() {
    StringColumn shard = StringColumn.create("shard");
    IntColumn cells = IntColumn.create("cells");
    IntColumn complete = IntColumn.create("complete");
    StringColumn state = StringColumn.create("state");
    for (Row row : rows) {
      shard.append(row.shard().fraction());
      Integer known = row.cells();
      if (known == null) {
        cells.appendMissing();
      } else {
        cells.append(known);
      }
      complete.append(row.complete());
      state.append(row.state());
    }
    return Table.create("status", shard, cells, complete, state);
  }

  private static Table shown(Table exact) {
    Table table = Table.create();
    for (String name : exact.columnNames()) {
      StringColumn column = StringColumn.create(name);
      for (int i = 0; i < exact.rowCount(); i++) {
        column.append(exact.getString(i, name));
      }
      table.addColumns(column);
    }
    return table;
  }
}
