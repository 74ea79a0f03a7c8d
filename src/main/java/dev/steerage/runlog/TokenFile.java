package dev.steerage.runlog;

import dev.steerage.dataset.Pole;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The CSV of one cell, or of one part of it: see results/README.md. */
final class TokenFile {

  private static final CsvRows ROWS =
      CsvRows.of(
          "token of a run",
          "delete the file and run the evaluation again",
          "pair",
          "pole",
          "position",
          "token_id",
          "piece",
          "logprob",
          "kl",
          "same_top",
          "kl_reference",
          "same_top_reference");

  private TokenFile() {}

  static void write(Path file, List<TokenRow> rows) {
    ROWS.write(
        file,
        rows,
        row ->
            new @Nullable Object[] {
              row.pair(),
              row.pole().word(),
              row.position(),
              row.tokenId(),
              row.piece(),
              row.logprob(),
              ShiftColumns.kl(row.fromBaseline()),
              ShiftColumns.sameTop(row.fromBaseline()),
              ShiftColumns.kl(row.fromReference()),
              ShiftColumns.sameTop(row.fromReference())
            });
  }

  static List<TokenRow> read(Path file) {
    PackedTokens tokens = new PackedTokens();
    ROWS.read(file, TokenFile::token, tokens::add);
    return tokens;
  }

  private static TokenRow token(CsvRows.Row row) {
    return new TokenRow(
        row.text("pair"),
        Pole.ofWord(row.text("pole")),
        row.count("position"),
        row.count("token_id"),
        row.text("piece"),
        row.number("logprob"),
        ShiftColumns.BASELINE.read(row),
        ShiftColumns.REFERENCE.read(row));
  }
}
