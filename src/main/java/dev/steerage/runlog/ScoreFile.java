package dev.steerage.runlog;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code scores.csv}: one row a continuation and condition. */
final class ScoreFile {
  private static final CsvSchema SCHEMA =
      CsvSchema.builder()
          .addColumn("model")
          .addColumn("behavior")
          .addColumn("condition")
          .addColumn("intervention")
          .addColumn("layer")
          .addColumn("coefficient")
          .addColumn("pair")
          .addColumn("pole")
          .addColumn("n_tokens")
          .addColumn("sum")
          .addColumn("mean")
          .addColumn("padded_mean")
          .build()
          .withHeader();

  private static final CsvMapper MAPPER = new CsvMapper();

  private ScoreFile() {}

  /** Rows that come one condition at a time, so that not all need be in memory. */
  interface Source {
    Iterable<List<ScoreRow>> conditions();
  }

  static void write(Path file, Source source) {
    AtomicFile.write(
        file,
        writer -> {
          try (SequenceWriter out = MAPPER.writer(SCHEMA).writeValues(writer)) {
            for (List<ScoreRow> rows : source.conditions()) {
              for (ScoreRow row : rows) {
                out.write(cells(row));
              }
            }
          }
        });
  }

  private static @Nullable Object[] cells(ScoreRow row) {
    Condition c = row.condition();
    return new @Nullable Object[] {
      c.model(),
      c.behavior(),
      c.condition(),
      c.intervention(),
      c.layer(),
      c.coefficient(),
      row.pair(),
      row.pole().word(),
      row.tokens(),
      row.sum(),
      row.mean(),
      row.paddedMean()
    };
  }

  static List<ScoreRow> read(Path file) {
    List<ScoreRow> rows = new ArrayList<>();
    try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        MappingIterator<Map<String, String>> lines =
            MAPPER
                .readerForMapOf(String.class)
                .with(SCHEMA.withStrictHeaders(true))
                .readValues(reader)) {
      while (lines.hasNext()) {
        rows.add(row(lines.next()));
      }
    } catch (IOException | RuntimeException e) {
      throw InputException.in(
          file,
          "row " + (rows.size() + 1) + " is not a score of a run folder; run the evaluation again",
          e);
    }
    return rows;
  }

  private static ScoreRow row(Map<String, String> line) {
    String layer = cell(line, "layer");
    Condition condition =
        new Condition(
            cell(line, "model"),
            cell(line, "behavior"),
            cell(line, "condition"),
            cell(line, "intervention"),
            layer.isEmpty() ? null : Integer.valueOf(layer),
            Double.parseDouble(cell(line, "coefficient")));
    return new ScoreRow(
        condition,
        cell(line, "pair"),
        Pole.ofWord(cell(line, "pole")),
        Integer.parseInt(cell(line, "n_tokens")),
        Double.parseDouble(cell(line, "sum")),
        Double.parseDouble(cell(line, "mean")),
        Double.parseDouble(cell(line, "padded_mean")));
  }

  private static String cell(Map<String, String> line, String column) {
    String value = line.get(column);
    if (value == null) {
      throw new IllegalArgumentException(column + " is missing");
    }
    return value;
  }
}
