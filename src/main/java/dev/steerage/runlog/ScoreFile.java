package dev.steerage.runlog;

import dev.steerage.dataset.Pole;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code scores.csv}: one row a continuation and condition. */
final class ScoreFile {
  private static final CsvRows ROWS =
      CsvRows.of(
          "score of a run",
          "run the evaluation again",
          "model",
          "behavior",
          "condition",
          "intervention",
          "layer",
          "coefficient",
          "pair",
          "cluster",
          "pole",
          "n_tokens",
          "sum",
          "mean",
          "padded_mean",
          "injected_norm",
          "residual_norm",
          "residual_tokens");

  private ScoreFile() {}

  /**
   * Writes the file.
   *
   * @param rows hands them over one after the other, so that not all need be in memory
   */
  static void write(Path file, Consumer<Consumer<ScoreRow>> rows) {
    ROWS.writeEach(file, rows, ScoreFile::cells);
  }

  private static @Nullable Object[] cells(ScoreRow row) {
    Condition c = row.condition();
    Strength strength = row.strength();
    return new @Nullable Object[] {
      c.model(),
      c.behavior(),
      c.condition(),
      c.intervention(),
      c.layer(),
      c.coefficient(),
      row.pair(),
      row.cluster(),
      row.pole().word(),
      row.tokens(),
      row.sum(),
      row.mean(),
      row.paddedMean(),
      strength == null ? null : strength.injectedNorm(),
      strength == null ? null : strength.residualNorm(),
      strength == null ? null : strength.residualTokens()
    };
  }

  static List<ScoreRow> read(Path file) {
    PackedScores.Builder rows = new PackedScores.Builder();
    ROWS.read(file, ScoreFile::row, rows::add);
    return rows.build();
  }

  private static ScoreRow row(CsvRows.Row row) {
    String layer = row.text("layer");
    Condition condition =
        new Condition(
            row.text("model"),
            row.text("behavior"),
            row.text("condition"),
            row.text("intervention"),
            layer.isEmpty() ? null : Integer.valueOf(layer),
            row.number("coefficient"));
    String pair = row.text("pair");
    return new ScoreRow(
        condition,
        pair,
        Pole.ofWord(row.text("pole")),
        tokens(row),
        row.number("sum"),
        row.number("mean"),
        row.number("padded_mean"),
        strength(row),
        // files may lack this column
        row.find("cluster").orElse(pair));
  }

  private static int tokens(CsvRows.Row row) {
    int tokens = row.count("n_tokens");
    if (tokens < 1) {
      throw new IllegalArgumentException("a continuation has at least one token");
    }
    return tokens;
  }

  /** Files may lack these columns. */
  private static @Nullable Strength strength(CsvRows.Row row) {
    return row.find("injected_norm").isEmpty()
        ? null
        : new Strength(
            row.number("injected_norm"),
            row.find("residual_norm").isEmpty() ? null : row.number("residual_norm"),
            row.find("residual_tokens").isEmpty() ? null : row.count("residual_tokens"));
  }
}
