package dev.steerage.evaluation;

/** Is told what the work of a cell turns to. */
interface StageClock {
  /** Looks at nothing. */
  StageClock NONE = stage -> {};

  /** From now on it is this. */
  void enter(Stage stage);
}
