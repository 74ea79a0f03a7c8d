package dev.steerage.runlog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code matches.csv}: one row a judged text and condition of an evaluation. */
final class MatchFile {
  private static final CsvRows ROWS =
      CsvRows.of(
          "match of a judged text",
          "judge again with --run",
          "model",
          "behavior",
          "condition",
          "intervention",
          "layer",
          "coefficient",
          "item",
          "pairs",
          "delta_positive",
          "delta_negative",
          "delta_propensity");

  private MatchFile() {}

  static void write(Path file, List<MatchRow> rows) {
    ROWS.write(file, rows, MatchFile::cells);
  }

  static List<MatchRow> read(Path file) {
    return ROWS.read(file, MatchFile::row);
  }

  private static @Nullable Object[] cells(MatchRow row) {
    Condition c = row.condition();
    return new @Nullable Object[] {
      c.model(),
      c.behavior(),
      c.condition(),
      c.intervention(),
      c.layer(),
      c.coefficient(),
      row.item(),
      row.pairs(),
      row.deltaPositive(),
      row.deltaNegative(),
      row.deltaPropensity()
    };
  }

  private static MatchRow row(CsvRows.Row row) {
    Optional<String> layer = row.find("layer");
    return new MatchRow(
        new Condition(
            row.text("model"),
            row.text("behavior"),
            row.text("condition"),
            row.text("intervention"),
            layer.map(Integer::valueOf).orElse(null),
            row.number("coefficient")),
        row.text("item"),
        row.count("pairs"),
        row.number("delta_positive"),
        row.number("delta_negative"));
  }
}
