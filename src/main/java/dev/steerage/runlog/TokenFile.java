package dev.steerage.runlog;

import dev.steerage.dataset.Pole;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The CSV of one cell, or of one part of it: see results/README.md. */
final class TokenFile {
  private static final String SAME = "1";

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
              kl(row.fromBaseline()),
              sameTop(row.fromBaseline()),
              kl(row.fromReference()),
              sameTop(row.fromReference())
            });
  }

  private static @Nullable Double kl(@Nullable Shift shift) {
    return shift == null ? null : shift.kl();
  }

  private static @Nullable String sameTop(@Nullable Shift shift) {
    return shift == null ? null : shift.sameTop() ? SAME : "0";
  }

  static List<TokenRow> read(Path file) {
    return ROWS.read(
        file,
        row ->
            new TokenRow(
                row.text("pair"),
                Pole.ofWord(row.text("pole")),
                row.count("position"),
                row.count("token_id"),
                row.text("piece"),
                row.number("logprob"),
                shift(row, "kl", "same_top"),
                shift(row, "kl_reference", "same_top_reference")));
  }

  private static @Nullable Shift shift(CsvRows.Row row, String kl, String sameTop) {
    return row.find(kl).isEmpty()
        ? null
        : new Shift(row.number(kl), row.text(sameTop).equals(SAME));
  }
}
