package dev.steerage.runlog;

import dev.steerage.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tune.csv} of a run folder: one row a condition that a tune has evaluated. */
public final class TuneFile {
  private static final String SEARCH_EFFECT = "effect_search";
  private static final String HELD_OUT_EFFECT = "effect_held_out";
  private static final String SEARCH_COST = "cost_search";
  private static final String HELD_OUT_COST = "cost_held_out";
  private static final String LIMIT = "cost_limit";
  private static final CsvRows ROWS =
      CsvRows.of("condition of a tune", "delete the file and run the tune again", columns());

  private TuneFile() {}

  private static String[] columns() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "model",
                "behavior",
                "condition",
                "intervention",
                "layer",
                "coefficient",
                "chosen",
                "frontier"));
    for (String mean : List.of(SEARCH_EFFECT, HELD_OUT_EFFECT, SEARCH_COST, HELD_OUT_COST)) {
      columns.addAll(List.of(mean, mean + "_low", mean + "_high", mean + "_n"));
    }
    columns.add(LIMIT);
    columns.add("cost_unit");
    return columns.toArray(String[]::new);
  }

  /** That of a run folder. */
  private static Path file(Path run) {
    return run.resolve("tune.csv");
  }

  /**
   * Writes it.
   *
   * @param run the run folder
   * @param chosen those that a search has chosen
   * @param frontier those that none surpasses at no more cost
   */
  public static void write(
      Path run,
      List<TuneRow> rows,
      Set<Condition> chosen,
      Set<Condition> frontier,
      CostBudget.Kind kind) {
    ROWS.write(
        file(run),
        rows,
        row -> {
          Condition c = row.condition();
          List<@Nullable Object> cells =
              new ArrayList<>(
                  Arrays.<@Nullable Object>asList(
                      c.model(),
                      c.behavior(),
                      c.condition(),
                      c.intervention(),
                      c.layer(),
                      c.coefficient(),
                      chosen.contains(c) ? 1 : 0,
                      frontier.contains(c) ? 1 : 0));
          add(cells, row.searchEffect());
          add(cells, row.heldOutEffect());
          add(cells, row.searchCost());
          add(cells, row.heldOutCost());
          cells.add(row.costLimit());
          cells.add(row.searchCost() == null ? null : kind.unit());
          return cells.toArray();
        });
  }

  private static void add(List<@Nullable Object> cells, @Nullable HalfMean mean) {
    cells.add(mean == null ? null : mean.value());
    cells.add(mean == null ? null : mean.low());
    cells.add(mean == null ? null : mean.high());
    cells.add(mean == null ? null : mean.n());
  }

  /**
   * Its rows; none where it is not there.
   *
   * @throws InputException if it is broken
   */
  public static List<TuneRow> read(Path run) {
    return Files.isRegularFile(file(run)) ? ROWS.read(file(run), TuneFile::row) : List.of();
  }

  private static TuneRow row(CsvRows.Row row) {
    boolean hasCost = row.find(SEARCH_COST).isPresent();
    return new TuneRow(
        new Condition(
            row.text("model"),
            row.text("behavior"),
            row.text("condition"),
            row.text("intervention"),
            row.find("layer").map(Integer::valueOf).orElse(null),
            row.number("coefficient")),
        mean(row, SEARCH_EFFECT),
        mean(row, HELD_OUT_EFFECT),
        hasCost ? mean(row, SEARCH_COST) : null,
        row.find(LIMIT).map(Double::valueOf).orElse(null),
        hasCost ? mean(row, HELD_OUT_COST) : null);
  }

  private static HalfMean mean(CsvRows.Row row, String name) {
    return new HalfMean(
        row.number(name),
        row.find(name + "_low").map(Double::valueOf).orElse(null),
        row.find(name + "_high").map(Double::valueOf).orElse(null),
        row.count(name + "_n"));
  }
}
