package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.ProgramVersion;
import dev.steerage.evaluation.BenchResult;
import dev.steerage.evaluation.BenchResult.Kind;
import dev.steerage.evaluation.BenchSpec;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.Spread;
import dev.steerage.evaluation.Stage;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TextStyle;
import dev.steerage.report.TitledTable;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Measured speeds as a table: for each model the cells of an evaluation, and llama.cpp alone. */
final class BenchTable {
  private static final String LLAMA = "llama.cpp";
  private static final List<String> COLUMNS =
      List.of(
          "pass",
          "speed",
          "range",
          "ratio",
          "its range",
          "quiet",
          "decode",
          "softmax",
          "Java",
          "files");
  private static final List<String> UNITS =
      List.of("", "tok/s", "", "", "", "", "%", "%", "%", "%");
  private static final double PERCENT = 100;

  private BenchTable() {}

  /** The table in a format; csv and json have all digits, and the machine. */
  static String render(
      BenchSpec spec, List<BenchResult> results, TableFormat format, TextStyle style) {
    return format.render(titled(spec, results), BenchRows.of(spec, results), style);
  }

  private static TitledTable titled(BenchSpec spec, List<BenchResult> results) {
    Table table = Table.create();
    COLUMNS.forEach(name -> table.addColumns(StringColumn.create(name)));
    List<Note> notes = new ArrayList<>();
    for (BenchResult result : results) {
      append(table, List.of(name(result)));
      for (Kind kind : Kind.values()) {
        append(table, row(result, kind));
      }
      List<String> alone = new ArrayList<>(List.of(LLAMA));
      addSpread(alone, result.llamaSpeed(), "%.0f");
      append(table, alone);
      notes.add(new Note(name(result), facts(result)));
    }
    notes.addAll(meanings(spec));
    return new TitledTable(title(spec, results.get(0)), table, UNITS, 1, notes);
  }

  private static String title(BenchSpec spec, BenchResult result) {
    return "speed on %s: %s pairs, %s tokens in %s batches"
        .formatted(
            InputFile.printable(InputFile.name(spec.behavior())),
            PlanText.grouped(result.work().pairs()),
            PlanText.grouped(result.work().tokens()),
            PlanText.grouped(result.work().batches()));
  }

  private static List<String> row(BenchResult result, Kind kind) {
    List<String> row = new ArrayList<>();
    row.add(kind == Kind.BASELINE ? "baseline" : "steered");
    addSpread(row, result.speed(kind), "%.0f");
    addSpread(row, result.ratio(kind), "%.2f");
    row.add(format("%.3f", result.undisturbedRatio(kind)));
    for (Stage stage : Stage.values()) {
      row.add(format("%.1f", PERCENT * result.share(kind, stage).median()));
    }
    return row;
  }

  private static void addSpread(List<String> row, Spread spread, String digits) {
    row.add(format(digits, spread.median()));
    row.add(format(digits, spread.low()) + " to " + format(digits, spread.high()));
  }

  /** Cells that are not given stay empty. */
  private static void append(Table table, List<String> cells) {
    for (int i = 0; i < table.columnCount(); i++) {
      table.stringColumn(i).append(i < cells.size() ? cells.get(i) : "");
    }
  }

  private static String name(BenchResult result) {
    return InputFile.printable(result.subject().name());
  }

  private static String facts(BenchResult result) {
    BenchResult.Work work = result.work();
    String first =
        result.start().firstScore().isEmpty()
            ? ""
            : format(
                ", first batch scored %.2f s after the start of the process without that",
                result.start().firstScore().getAsDouble());
    String peak =
        result.peakBytes().isEmpty()
            ? "peak memory unknown"
            : "peak memory " + PlanText.bytes(result.peakBytes().getAsLong());
    return "%s, %s weights, %s; %s tokens decoded of %s in all texts (%s), %d at most in a batch; %s rows of logits for %s scored tokens; loaded in %s%s; %s"
        .formatted(
            InputFile.printable(result.subject().type()),
            PlanText.grouped(result.subject().parameters()),
            PlanText.bytes(result.subject().bytes()),
            PlanText.grouped(work.tokens()),
            PlanText.grouped(work.textTokens()),
            format("%.2f", work.tokens() / (double) work.textTokens()),
            work.batchTokens(),
            PlanText.grouped(work.rows()),
            PlanText.grouped(work.scored()),
            format("%.2f s", result.start().load()),
            first,
            peak);
  }

  private static List<Note> meanings(BenchSpec spec) {
    EngineSpec engine = spec.engine();
    return List.of(
        new Note(
            "baseline, steered",
            "cells of an evaluation with all that it does; steered by a random direction as long as the residual stream at"
                + " the middle block, and compared with the baseline's logits at every scored token"),
        new Note(
            LLAMA,
            "its decode alone of the same batches, with the same settings and output rows, unsteered, in the same process"),
        new Note(
            "speed, ratio",
            "tokens decoded in all of a cell's time, and that against llama.cpp's of the same repetition: median, least"
                + " and greatest of "
                + spec.repetitions()
                + ", taken in turn"),
        new Note(
            "quiet",
            "the ratio from the fastest repetition of each batch and stage: about that of a machine on which nothing"
                + " else runs"),
        new Note(
            "decode, softmax, …",
            "shares of the cell's time: llama.cpp's decode; log-softmax and divergences; Java; logits and tokens to and"
                + " from files"),
        new Note(
            "settings",
            "threads %d, KV cache %s, flash attention %s, blocks on GPUs %s"
                .formatted(
                    engine.threads(),
                    BenchRows.kvType(engine),
                    engine.flashAttention() ? "on" : "off",
                    BenchRows.gpuLayers(engine))),
        new Note(
            "machine",
            "%s; steerage %s, llama.cpp %s"
                .formatted(
                    InputFile.printable(String.join(", ", BenchRows.devices())),
                    ProgramVersion.text(),
                    LlamaLibrary.version())));
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
