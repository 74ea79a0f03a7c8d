package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.EvaluationPlan;
import dev.steerage.evaluation.EvaluationPlan.Work;
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

/** What an evaluation has to do, as a table: a row a set of weights. */
final class PlanTable {
  private static final List<String> UNITS = List.of("", "", "", "", "about", "about");
  private static final List<Note> NOTES =
      List.of(
          new Note("cells", "conditions of a model on a behavior, the baseline among them"),
          new Note("tokens, files, time", "of the cells that are not complete"),
          new Note(
              "time",
              "loading, and decoding at the fastest of a few batches of this run's texts to the slowest and a quarter"
                  + " more; empty where too little is left to measure it"));

  private PlanTable() {}

  /** The table in a format; csv and json have all digits, and no total. */
  static String render(EvaluationPlan plan, Path folder, TableFormat format, TextStyle style) {
    String title = "plan of " + InputFile.printable(folder.toString()) + ": " + PlanText.size(plan);
    return format.render(
        new TitledTable(title, shown(plan), UNITS, 1, NOTES), exact(plan.works()), style);
  }

  private static Table exact(List<Work> works) {
    StringColumn model = StringColumn.create("model");
    StringColumn weights = StringColumn.create("weights");
    IntColumn cells = IntColumn.create("cells");
    IntColumn complete = IntColumn.create("complete");
    LongColumn tokens = LongColumn.create("tokens");
    LongColumn bytes = LongColumn.create("bytes");
    DoubleColumn least = DoubleColumn.create("least_seconds");
    DoubleColumn most = DoubleColumn.create("most_seconds");
    for (Work work : works) {
      model.append(work.model());
      weights.append(work.weights());
      cells.append(work.cells());
      complete.append(work.complete());
      tokens.append(work.tokens());
      bytes.append(work.bytes());
      if (work.speed() == null) {
        least.appendMissing();
        most.appendMissing();
      } else {
        least.append(work.leastSeconds());
        most.append(work.mostSeconds());
      }
    }
    return Table.create("plan", model, weights, cells, complete, tokens, bytes, least, most);
  }

  private static Table shown(EvaluationPlan plan) {
    Table table = Table.create();
    for (String name : List.of("model", "cells", "complete", "tokens", "files", "time")) {
      table.addColumns(StringColumn.create(name));
    }
    for (Work work : plan.works()) {
      append(
          table,
          PlanText.name(work),
          work.cells(),
          work.complete(),
          work.tokens(),
          work.bytes(),
          work.leastSeconds(),
          work.mostSeconds());
    }
    if (plan.works().size() > 1) {
      append(
          table,
          "all",
          plan.cells(),
          plan.complete(),
          plan.tokens(),
          plan.bytes(),
          plan.leastSeconds(),
          plan.mostSeconds());
    }
    return table;
  }

  private static void append(
      Table table,
      String name,
      int cells,
      int complete,
      long tokens,
      long bytes,
      double least,
      double most) {
    List<String> row =
        List.of(
            name,
            PlanText.grouped(cells),
            PlanText.grouped(complete),
            PlanText.grouped(tokens),
            bytes == 0 ? "" : PlanText.bytes(bytes),
            most == 0 ? "" : PlanText.times(least, most));
    for (int i = 0; i < row.size(); i++) {
      table.stringColumn(i).append(row.get(i));
    }
  }
}
