package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.EvaluationPlan;
import dev.steerage.evaluation.ShardPlans;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TextStyle;
import dev.steerage.report.TitledTable;
import dev.steerage.report.TitledTable.Note;
import java.nio.file.Path;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What the shards of a run have to do, as a table: a row a shard. */
final class ShardPlanTable {
  private static final List<String> UNITS = List.of("", "", "", "about", "about", "about");
  private static final List<Note> NOTES =
      List.of(
          new Note("cells", "own ones, and the baselines that these are compared with"),
          new Note("tokens", "to be decoded, those of a reference model beside among them"),
          new Note("memory", "weights, KV cache and a batch of the most that is loaded at a time"),
          new Note(
              "disk", "token files, and logits and residual streams that are kept for a while"),
          new Note(
              "time",
              "on a machine like this, from a few batches of this run's texts; empty where too little is left to measure it"));

  private ShardPlanTable() {}

  /** The table in a format; csv and json have all digits. */
  static String render(ShardPlans plans, Path folder, TableFormat format, TextStyle style) {
    EvaluationPlan any = plans.shards().get(0).plan();
    String title =
        "plan of %s: %s in %d shards%s"
            .formatted(
                InputFile.printable(folder.toString()),
                PlanText.size(any),
                plans.shards().size(),
                makespan(plans));
    return format.render(
        new TitledTable(title, shown(plans), UNITS, 1, NOTES), exact(plans), style);
  }

  private static String makespan(ShardPlans plans) {
    return plans.mostMakespan() == 0
        ? ""
        : "; the last ends after about "
            + PlanText.times(plans.leastMakespan(), plans.mostMakespan());
  }

  private static Table exact(ShardPlans plans) {
    StringColumn shard = StringColumn.create("shard");
    IntColumn cells = IntColumn.create("cells");
    LongColumn tokens = LongColumn.create("tokens");
    LongColumn memory = LongColumn.create("memory_bytes");
    LongColumn disk = LongColumn.create("disk_bytes");
    DoubleColumn least = DoubleColumn.create("least_seconds");
    DoubleColumn most = DoubleColumn.create("most_seconds");
    for (ShardPlans.Task task : plans.shards()) {
      shard.append(task.shard().fraction());
      cells.append(task.plan().cells());
      tokens.append(task.plan().tokens());
      memory.append(task.memoryBytes());
      disk.append(task.diskBytes());
      if (task.plan().mostSeconds() == 0) {
        least.appendMissing();
        most.appendMissing();
      } else {
        least.append(task.plan().leastSeconds());
        most.append(task.plan().mostSeconds());
      }
    }
    return Table.create("plan", shard, cells, tokens, memory, disk, least, most);
  }

  private static Table shown(ShardPlans plans) {
    Table table = Table.create();
    for (String name : List.of("shard", "cells", "tokens", "memory", "disk", "time")) {
      table.addColumns(StringColumn.create(name));
    }
    for (ShardPlans.Task task : plans.shards()) {
      EvaluationPlan plan = task.plan();
      List<String> row =
          List.of(
              task.shard().fraction(),
              PlanText.grouped(plan.cells()),
              PlanText.grouped(plan.tokens()),
              task.memoryBytes() == 0 ? "" : PlanText.bytes(task.memoryBytes()),
              task.diskBytes() == 0 ? "" : PlanText.bytes(task.diskBytes()),
              plan.mostSeconds() == 0
                  ? ""
                  : PlanText.times(plan.leastSeconds(), plan.mostSeconds()));
      for (int i = 0; i < row.size(); i++) {
        table.stringColumn(i).append(row.get(i));
      }
    }
    return table;
  }
}
