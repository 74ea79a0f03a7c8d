package dev.steerage.evaluation;

/** Hears how a generation goes. */
public interface GenerationListener {
  /** Hears nothing. */
  GenerationListener NONE = new GenerationListener() {};

  /** The work begins: this many texts are to be written. */
  default void started(int texts) {}

  /** Something that takes a while is being done, such as loading a model. */
  default void stage(String what) {}

  /** One more text is written. */
  default void written() {}

  /** Something that the user should know about. */
  default void warning(String sentence) {}

  /** The work is done. */
  default void finished() {}
}
