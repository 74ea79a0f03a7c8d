package dev.steerage.evaluation;

import dev.steerage.runlog.Condition;

/** A cell that cannot be computed, or whose numbers cannot be right; nothing of it is written. */
public final class CellException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CellException(Condition condition, String what) {
    super(name(condition) + what);
  }

  CellException(Condition condition, RuntimeException cause) {
    super(name(condition) + cause.getMessage(), cause);
  }

  private static String name(Condition c) {
    return "model %s, behavior %s, condition %s: "
        .formatted(c.model(), c.behavior(), c.condition());
  }
}
