package dev.steerage.runlog;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code vectors.csv}: one row a layer of an extracted vector. */
final class VectorFile {
  private static final CsvRows ROWS =
      CsvRows.of(
          "vector of a run",
          "run the evaluation again",
          "intervention",
          "model",
          "layer",
          "norm",
          "reference",
          "cosine");

  private VectorFile() {}

  static void write(Path file, List<VectorRow> rows) {
    ROWS.write(
        file,
        rows,
        row ->
            new @Nullable Object[] {
              row.intervention(),
              row.model(),
              row.layer(),
              row.norm(),
              row.reference(),
              row.cosine()
            });
  }

  static List<VectorRow> read(Path file) {
    return ROWS.read(
        file,
        row ->
            new VectorRow(
                row.text("intervention"),
                row.text("model"),
                row.count("layer"),
                row.number("norm"),
                row.find("reference").orElse(null),
                row.find("cosine").map(Double::valueOf).orElse(null)));
  }
}
