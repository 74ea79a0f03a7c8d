package dev.steerage.runlog;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The CSV of one cell, or of one part of it: see results/README.md. */
final class TokenFile {
  private static final CsvSchema SCHEMA =
      CsvSchema.builder()
          .addColumn("pair")
          .addColumn("pole")
          .addColumn("position")
          .addColumn("token_id")
          .addColumn("piece")
          .addColumn("logprob")
          .build()
          .withHeader();

  private static final CsvMapper MAPPER = new CsvMapper();

  private TokenFile() {}

  /** Writes a file under a temporary name and renames it: it is there only when it is complete. */
  static void write(Path file, List<TokenRow> rows) {
    AtomicFile.write(file, writer -> writeTo(writer, rows));
  }

  private static void writeTo(Writer writer, List<TokenRow> rows) throws IOException {
    try (SequenceWriter out = MAPPER.writer(SCHEMA).writeValues(writer)) {
      for (TokenRow row : rows) {
        out.write(
            new Object[] {
              row.pair(),
              row.pole().word(),
              row.position(),
              row.tokenId(),
              row.piece(),
              row.logprob()
            });
      }
    }
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it is not what {@link #write} makes
   */
  static List<TokenRow> read(Path file) {
    List<TokenRow> rows = new ArrayList<>();
    try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        MappingIterator<Map<String, String>> lines =
            MAPPER
                .readerForMapOf(String.class)
                .with(SCHEMA.withStrictHeaders(true))
                .with(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
                .readValues(reader)) {
      while (lines.hasNext()) {
        rows.add(row(lines.next()));
      }
    } catch (IOException | RuntimeException e) {
      throw InputException.in(
          file,
          "row "
              + (rows.size() + 1)
              + " is not a token of a run folder; delete the file and run again",
          e);
    }
    return rows;
  }

  private static TokenRow row(Map<String, String> line) {
    return new TokenRow(
        cell(line, "pair"),
        Pole.ofWord(cell(line, "pole")),
        Integer.parseInt(cell(line, "position")),
        Integer.parseInt(cell(line, "token_id")),
        cell(line, "piece"),
        Double.parseDouble(cell(line, "logprob")));
  }

  private static String cell(Map<String, String> line, String column) {
    String value = line.get(column);
    if (value == null) {
      throw new IllegalArgumentException(column + " is missing");
    }
    return value;
  }
}
