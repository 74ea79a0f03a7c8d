package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.dataset.ChoiceAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code capability/} of a run folder: a CSV for each model, set of questions and
 * condition (see results/README.md), there only when it is complete, and one that says which
 * conditions there are. In these conditions the set's name stands where that of a behavior stands
 * in others.
 */
public final class CapabilityFolder {
  private static final String MEND = "delete the file and run the evaluation again";
  private static final CsvRows ROWS =
      CsvRows.of(
          "choice of a question",
          MEND,
          "question",
          "choice",
          "answer",
          "is_correct",
          "is_best",
          "n_tokens",
          "n_bytes",
          "sum");
  private static final CsvRows CONDITIONS =
      CsvRows.of(
          "condition of a set of questions",
          MEND,
          "model",
          "set",
          "condition",
          "intervention",
          "layer",
          "coefficient");

  /** Its name in a run folder. */
  static final String NAME = "capability";

  private final Path folder;
  private final Seals seals;

  /** That of a run folder; it need not be there. */
  public CapabilityFolder(RunFolder run) {
    this.folder = run.folder().resolve(NAME);
    this.seals = run.seals();
  }

  private Path file(Condition c) {
    return RunFolder.partFile(folder, c, 0, ".csv");
  }

  /** Whether a condition's choices are there, and still as they were written. */
  public boolean holds(Condition condition) {
    return seals.isWhole(file(condition));
  }

  /** Writes a condition's choices, all of them. */
  public void write(Condition condition, List<ChoiceRow> rows) {
    ROWS.write(
        file(condition),
        rows,
        row ->
            new @Nullable Object[] {
              row.question(),
              row.choice(),
              row.answer().toString(),
              row.isCorrect() ? 1 : 0,
              row.isBest() ? 1 : 0,
              row.tokens(),
              row.bytes(),
              row.sum()
            });
    seals.seal(file(condition));
  }

  /**
   * A condition's choices, question by question; empty where there is no file.
   *
   * @throws InputException if the file is broken
   */
  public Optional<List<ChoiceRow>> read(Condition condition) {
    return holds(condition)
        ? Optional.of(ROWS.read(file(condition), CapabilityFolder::row))
        : Optional.empty();
  }

  private static ChoiceRow row(CsvRows.Row row) {
    return new ChoiceRow(
        row.text("question"),
        row.count("choice"),
        ChoiceAnswer.valueOf(row.text("answer").toUpperCase(Locale.ROOT)),
        row.count("is_correct") == 1,
        row.count("is_best") == 1,
        row.count("n_tokens"),
        row.count("n_bytes"),
        row.number("sum"));
  }

  private Path index() {
    return folder.resolve("conditions.csv");
  }

  /** Says which conditions the folder has, or is to have, in the order of their results. */
  public void writeConditions(List<Condition> conditions) {
    CONDITIONS.write(
        index(),
        conditions,
        c ->
            new @Nullable Object[] {
              c.model(), c.behavior(), c.condition(), c.intervention(), c.layer(), c.coefficient()
            });
    seals.seal(index());
  }

  /**
   * These conditions, whether or not their files are there; none where nothing says so.
   *
   * @throws InputException if the file is broken
   */
  public List<Condition> readConditions() {
    return Files.isRegularFile(index())
        ? CONDITIONS.read(index(), CapabilityFolder::condition)
        : List.of();
  }

  private static Condition condition(CsvRows.Row row) {
    return new Condition(
        row.text("model"),
        row.text("set"),
        row.text("condition"),
        row.text("intervention"),
        row.find("layer").map(Integer::valueOf).orElse(null),
        row.number("coefficient"));
  }
}
