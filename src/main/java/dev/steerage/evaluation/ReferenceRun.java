package dev.steerage.evaluation;

import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reference of a model: its logits under the condition of a cell, from files or from itself,
 * loaded beside the model.
 */
final class ReferenceRun {
  private final RunFolder run;
  private final Inputs inputs;
  private final String name;
  private final ResidualNorms norms;
  private final @Nullable Engine engine;

  /**
   * A reference.
   *
   * @param name of the reference model
   * @param engine with it; null where its logits are in files
   */
  ReferenceRun(
      RunFolder run, Inputs inputs, String name, ResidualNorms norms, @Nullable Engine engine) {
    this.run = run;
    this.inputs = inputs;
    this.name = name;
    this.norms = norms;
    this.engine = engine;
  }

  /** Its logits under one condition. */
  interface Open extends AutoCloseable {
    LogitSource source();

    @Override
    void close();
  }

  /**
   * Its logits under the condition of another model's cell; null where it has no such condition.
   *
   * @param part of the behavior, 0-based
   */
  @Nullable Open open(Cell cell, int part) {
    Condition c = cell.condition();
    Optional<Cell> own =
        inputs.cells(name, c.behavior()).stream()
            .filter(other -> other.condition().condition().equals(c.condition()))
            .findFirst();
    return own.map(o -> engine == null ? fromFile(o, part) : loaded(engine, o)).orElse(null);
  }

  private Open fromFile(Cell cell, int part) {
    RowFile file = RowFile.open(run.logits().file(cell.condition(), part));
    return new Open() {
      @Override
      public LogitSource source() {
        return LogitSource.of(file);
      }

      @Override
      public void close() {
        file.close();
      }
    };
  }

  private Open loaded(Engine loaded, Cell cell) {
    loaded
        .adapter()
        .apply(
            cell.setting(),
            norms.of(cell).orElseThrow(() -> CellRunner.noNorm(loaded.model().file(), cell)));
    return new Open() {
      @Override
      public LogitSource source() {
        return LogitSource.of(loaded.context());
      }

      @Override
      public void close() {
        // the context goes on to the next condition
      }
    };
  }
}
