package dev.steerage.evaluation;

/** Hears how an evaluation goes. */
public interface EvaluationListener {
  /** Hears nothing. */
  EvaluationListener NONE = new EvaluationListener() {};

  /** What is to be done is known. */
  default void planned(EvaluationPlan plan) {}

  /**
   * The work begins: tokens to be decoded, cells to be computed and cells that were complete
   * already.
   */
  default void started(long tokens, int cells, int complete) {}

  /** Something that takes a while is being done, such as loading a model. */
  default void stage(String what) {}

  /**
   * A batch is about to be decoded, and what came before it is written. Whatever this or {@link
   * #stage} throws ends the evaluation; complete cells stay.
   */
  default void decoding() {}

  /** This many more tokens are decoded. */
  default void decoded(long tokens) {}

  /** Something that was found out and decided. */
  default void note(String sentence) {}

  /** Something that the user should know about. */
  default void warning(String sentence) {}

  /** The work is done. */
  default void finished() {}
}
