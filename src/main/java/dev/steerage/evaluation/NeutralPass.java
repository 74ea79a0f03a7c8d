package dev.steerage.evaluation;

import dev.steerage.runlog.Condition;
import java.util.List;

/**
 * One reading of the neutral text, for all conditions that change the same.
 *
 * @param setting what they change
 * @param conditions of one model, at least one; on several behaviors, since the text is the same
 *     for all
 */
record NeutralPass(Setting setting, List<Condition> conditions) {
  /** One of its cells. */
  Cell anyCell() {
    return new Cell(conditions.get(0), setting);
  }

  /** Whether nothing is changed. */
  boolean isBaseline() {
    return setting.equals(Setting.BASELINE);
  }
}
